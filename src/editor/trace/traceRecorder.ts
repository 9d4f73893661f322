import { commands, type TextDocument, type TextEditor, Uri, window, workspace } from 'vscode';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle';
import { announce } from '../announce';
import { modelPath } from '../documentView';
import { isSupportedDocument } from '../supportedDocuments';
import { Trace } from './trace';

interface Recording extends Disposable {
  readonly trace: Trace;
  readonly document: TextDocument;
}

export interface TraceRecorderOptions {
  readonly clock: Clock;
  readonly isExcluded: (document: TextDocument) => boolean;
  readonly onDidChange: () => void;
}

/** Records, for a user who asks for it, the edits and cursor moves in one document, from command to command. */
export class TraceRecorder implements Disposable {
  readonly #recording = new MutableDisposable<Recording>();
  readonly #options: TraceRecorderOptions;

  constructor(options: TraceRecorderOptions) {
    this.#options = options;
  }

  /** Path of the document that is recorded now. */
  get path(): string | undefined {
    return this.#recording.value?.trace.start.file;
  }

  /** Starts with the active document, or stops and asks where to save. */
  async toggle(): Promise<void> {
    const recording = this.#recording.value;
    if (recording === undefined) {
      this.#start(window.activeTextEditor);
    } else {
      this.#set(undefined);
      await save(recording);
    }
  }

  dispose(): void {
    this.#recording.dispose();
  }

  #start(editor: TextEditor | undefined): void {
    const refusal = this.#refusal(editor?.document);
    if (editor === undefined || refusal !== undefined) {
      void window.showWarningMessage(refusal ?? 'There is no active editor to record.');
      return;
    }
    this.#set(record(editor, this.#options.clock));
    announce('This document is recorded until the command is run again.');
  }

  #set(recording: Recording | undefined): void {
    this.#recording.value = recording;
    // The command that stops stays in the palette even where no editor is open.
    void commands.executeCommand('setContext', 'hearth.recording', recording !== undefined);
    this.#options.onDidChange();
  }

  #refusal(document: TextDocument | undefined): string | undefined {
    if (document === undefined) return 'Open the document to record first.';
    if (!isSupportedDocument({ scheme: document.uri.scheme, languageId: document.languageId })) {
      return 'Hearth records only documents that it completes in.';
    }
    if (this.#options.isExcluded(document)) {
      return `Hearth does not record ${modelPath(document)}: the file is excluded, because it may hold secrets.`;
    }
    return undefined;
  }
}

function record(editor: TextEditor, clock: Clock): Recording {
  const { document } = editor;
  const start = { file: modelPath(document), languageId: document.languageId, text: document.getText() };
  const trace = new Trace(clock, start, document.offsetAt(editor.selection.active));
  const listeners = new DisposableStore();
  listeners.add(
    workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) trace.addChanges(event.contentChanges);
    }),
  );
  listeners.add(
    window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
      const [first] = selections;
      if (textEditor.document === document && first !== undefined) {
        trace.addCursor(document.offsetAt(first.active));
      }
    }),
  );
  return { trace, document, dispose: () => listeners.dispose() };
}

async function save(recording: Recording): Promise<void> {
  const { trace, document } = recording;
  if (!document.isClosed && !trace.endsIn(document.getText())) {
    void window.showErrorMessage(
      'The typing trace misses an edit and was not saved. Please record it again.',
    );
    return;
  }
  const target = await window.showSaveDialog({
    title: 'Save Typing Trace',
    defaultUri: suggestedTarget(trace.start.file),
    filters: { 'Typing trace': ['jsonl'] },
  });
  if (target !== undefined) {
    await workspace.fs.writeFile(target, Buffer.from(trace.toString(), 'utf8'));
    return;
  }
  const again = 'Save…';
  const choice = await window.showWarningMessage('The typing trace was not saved.', again, 'Discard');
  if (choice === again) await save(recording);
}

function suggestedTarget(file: string): Uri {
  const name = `${file.split('/').at(-1) ?? 'typing'}.jsonl`;
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? Uri.file(name) : Uri.joinPath(folder, name);
}
