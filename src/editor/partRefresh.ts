import { commands, type TextDocument, window } from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { CompletionPipeline, FinishedPart } from '../completion/service';

/**
 * Shows the rest of an answer of which a part is on screen, once it is there. VS Code's stable API has no way for a
 * provider to say that it knows more, so the editor is made to ask again; that question is not the user's.
 *
 * Its command for the next suggestion does that: asked by hand, VS Code keeps the suggestion that it shows and puts new ones
 * behind it, so `inlineSuggest.trigger` alone would go on showing the part. It also does nothing where no suggestion is shown, as
 * after Escape. Where another extension offers suggestions the next one may be theirs; then the part stays until the next key.
 */
export class PartRefresh implements Disposable {
  readonly #store = new DisposableStore();
  readonly #isAlone: () => boolean;
  readonly #logger: Logger;
  #expected: FinishedPart | undefined;

  /** `isAlone` says whether no other extension is known to offer suggestions. */
  constructor(pipeline: CompletionPipeline, isAlone: () => boolean, logger: Logger) {
    this.#isAlone = isAlone;
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
    if (document === undefined || !isAt(document, part) || !this.#isAlone()) return;
    this.#expected = part;
    commands
      .executeCommand('editor.action.inlineSuggest.showNext')
      .then(undefined, (error: unknown) =>
        this.#logger.warn(`A suggestion was not refreshed: ${String(error)}`),
      );
  }
}

function isAt({ uri, version }: TextDocument, part: FinishedPart): boolean {
  return uri.toString() === part.uri && version === part.version;
}
