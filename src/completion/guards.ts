import type { DocumentView } from './document';
import { Exclusions, pathOfUri } from './exclusions';
import { type NoAnswerOutcome, none } from './outcome';
import type { CompletionRequest } from './request';
import { type CompletionSettings, isLanguageEnabled } from './settings';

/** Step 1 of the pipeline: what is never answered. */
export class Guards {
  readonly #exclusions: Exclusions;

  /** `warn` gets each bad glob of the settings once. */
  constructor(warn: (message: string) => void) {
    this.#exclusions = new Exclusions(warn);
  }

  /** Why a request is turned away; undefined where it is not. `character` is that of the cursor in `line`. */
  refusalOf(
    { document, trigger }: CompletionRequest,
    line: string,
    character: number,
    settings: CompletionSettings,
  ): NoAnswerOutcome | undefined {
    const refusal = this.refusalIn(document, settings);
    if (refusal !== undefined) return refusal;
    if (trigger === 'automatic' && isInsideWord(line, character)) {
      return none('empty', { detail: 'The cursor is inside a word.' });
    }
    return undefined;
  }

  /** Why nothing is completed in a document, wherever the cursor stands; its text is then not read. */
  refusalIn(document: DocumentView, settings: CompletionSettings): NoAnswerOutcome | undefined {
    if (!settings.enabled) return none('disabled', { detail: 'Completion is off.' });
    if (!isLanguageEnabled(settings.languages, document.languageId)) {
      return none('disabled', { detail: `Completion is off for the language "${document.languageId}".` });
    }
    const paths = [document.path, pathOfUri(document.uri)];
    if (paths.some((path) => this.#exclusions.isExcluded(path, settings.excludedFiles))) {
      return none('excluded', { detail: 'The file may hold secrets or is excluded by the settings.' });
    }
    return undefined;
  }
}

function isInsideWord(line: string, character: number): boolean {
  const left = line.slice(Math.max(0, character - 2), character);
  return (
    /[\p{L}\p{M}\p{N}_$]$/u.test(left) && /^[\p{L}\p{M}\p{N}_$]/u.test(line.slice(character, character + 2))
  );
}
