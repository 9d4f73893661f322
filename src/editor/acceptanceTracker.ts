import {
  EndOfLine,
  type Position,
  Range,
  type TextDocument,
  TextDocumentChangeReason,
  type TextEditor,
  window,
  workspace,
} from 'vscode';
import type { Clock } from '../base/clock';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import { Acceptance, type AcceptanceCounts } from '../completion/acceptance';
import type { LiveText } from '../completion/liveText';
import type { PlacedText } from './inquiry';

/**
 * Counts what becomes of suggestions with VS Code's stable API, which tells neither what it shows nor what is accepted
 * in part: it passes on what the provider returned, edits, cursor moves, and the command of accepted items.
 */
export class AcceptanceTracker implements Disposable {
  readonly #store = new DisposableStore();
  readonly #acceptance: Acceptance;

  constructor(counts: AcceptanceCounts, clock: Clock) {
    const acceptance = this.#store.add(new Acceptance(counts, clock));
    this.#acceptance = acceptance;
    this.#store.add(
      workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
        const isByUndo = reason === TextDocumentChangeReason.Undo || reason === TextDocumentChangeReason.Redo;
        if (contentChanges.length > 0) acceptance.changed(document.uri.toString(), contentChanges, isByUndo);
      }),
    );
    this.#store.add(
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) this.#tellCursor(textEditor);
      }),
    );
    this.#store.add(window.onDidChangeActiveTextEditor((editor) => this.#tellCursor(editor)));
    this.#store.add(workspace.onDidCloseTextDocument(({ uri }) => acceptance.closed(uri.toString())));
  }

  /**
   * Tells of a text that the provider returns for a place. `selected` is the suggest widget's item. Other texts that
   * are returned besides are the same suggestion: one of all is chosen.
   * @returns The argument of the command that the item runs when it is accepted.
   */
  offer(
    document: TextDocument,
    position: Position,
    placed: PlacedText,
    selected: string | undefined,
    hasOthers: boolean,
  ): number {
    return this.#acceptance.offer({
      document: liveTextOf(document),
      start: document.offsetAt(position.with({ character: placed.startCharacter })),
      cursor: document.offsetAt(position),
      end: document.offsetAt(position.with({ character: placed.endCharacter })),
      text: placed.text,
      selected,
      hasOthers,
    });
  }

  /** Tells that an item's command ran, with the argument it came with. */
  accepted(argument: unknown): void {
    this.#acceptance.accepted(argument);
  }

  /** Forgets what is under way: to be called where the counts begin anew. */
  reset(): void {
    this.#acceptance.reset();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #tellCursor(editor: TextEditor | undefined): void {
    if (!this.#acceptance.hasOpenSuggestion) return;
    this.#acceptance.cursorAt(editor?.document.uri.toString(), editor && plainCursorOf(editor));
  }
}

/** Offset of the cursor; undefined where text is selected or several cursors are set. */
function plainCursorOf({ document, selections, selection }: TextEditor): number | undefined {
  return selections.length === 1 && selection.isEmpty ? document.offsetAt(selection.active) : undefined;
}

function liveTextOf(document: TextDocument): LiveText {
  return {
    uri: document.uri.toString(),
    lineEnd: document.eol === EndOfLine.CRLF ? '\r\n' : '\n',
    textBetween: (start, end) =>
      document.getText(new Range(document.positionAt(start), document.positionAt(end))),
  };
}
