import { type TextEditor, window } from 'vscode';
import type { Clock } from '../base/clock';
import { type Disposable, DisposableStore, MutableDisposable } from '../base/lifecycle';
import type { CompletionPipeline } from '../completion/service';
import { idleness } from '../engine/idleness';
import { inquireAt } from './inquireAt';
import { isSupportedDocument } from './supportedDocuments';

/**
 * Tells the pipeline where the cursor comes to rest without typing: in a file just opened or shown, or at another
 * place. What typing moves is told by requests.
 */
export class Visits implements Disposable {
  readonly #pipeline: CompletionPipeline;
  readonly #clock: Clock;
  readonly #isEnabled: () => boolean;
  readonly #store = new DisposableStore();
  readonly #rest = this.#store.add(new MutableDisposable<Disposable>());
  #seen: { readonly uri: string; readonly version: number } | undefined;

  constructor(pipeline: CompletionPipeline, clock: Clock, isEnabled: () => boolean) {
    this.#pipeline = pipeline;
    this.#clock = clock;
    this.#isEnabled = isEnabled;
    this.#store.add(window.onDidChangeActiveTextEditor((editor) => this.#moved(editor)));
    this.#store.add(
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) this.#moved(textEditor);
      }),
    );
    this.#moved(window.activeTextEditor);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #moved(editor: TextEditor | undefined): void {
    this.#rest.clear();
    if (editor === undefined || !this.#isEnabled()) return;
    const { uri, version } = editor.document;
    const isByTyping = this.#seen?.uri === uri.toString() && this.#seen.version !== version;
    this.#seen = { uri: uri.toString(), version };
    if (!isByTyping) this.#rest.value = this.#clock.after(idleness.restMs, () => this.#visit(editor));
  }

  #visit(editor: TextEditor): void {
    const { document, selection, selections } = editor;
    const kind = { scheme: document.uri.scheme, languageId: document.languageId };
    if (editor !== window.activeTextEditor || selections.length > 1 || !isSupportedDocument(kind)) return;
    const visited = inquireAt(document, selection.active);
    this.#pipeline.visit(visited.document, visited.position);
  }
}
