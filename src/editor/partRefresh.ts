import { commands, type TextDocument, window } from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { CompletionPipeline, FinishedPart } from '../completion/service';

/**
 * Shows the rest of an answer of which a part is on screen, once it is there. VS Code's stable API has no way for a
 * provider to say that it knows more, so the editor is made to ask again; that question is not the user's.
 */
export class PartRefresh implements Disposable {
  readonly #store = new DisposableStore();
  readonly #logger: Logger;
  #expected: FinishedPart | undefined;

  constructor(pipeline: CompletionPipeline, logger: Logger) {
    this.#logger = logger;
    this.#store.add(pipeline.onDidFinishPart((part) => this.#refresh(part)));
  }

  /** Whether a call of the provider for a document is one that was made here; it is asked once for each. */
  takes(document: TextDocument): boolean {
    const expected = this.#expected;
    if (expected === undefined || !isAt(document, expected)) return false;
    this.#expected = undefined;
    return true;
  }

  dispose(): void {
    this.#store.dispose();
  }

  #refresh(part: FinishedPart): void {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !isAt(document, part)) return;
    this.#expected = part;
    commands
      .executeCommand('editor.action.inlineSuggest.trigger')
      .then(undefined, (error: unknown) =>
        this.#logger.warn(`A suggestion was not refreshed: ${String(error)}`),
      );
  }
}

function isAt({ uri, version }: TextDocument, part: FinishedPart): boolean {
  return uri.toString() === part.uri && version === part.version;
}
