/** What the user's settings say about completion; read fresh at each request. */
export interface CompletionSettings {
  readonly enabled: boolean;
  /** By language id; `*` stands for every language not named. */
  readonly languages: Readonly<Record<string, boolean>>;
  /** Globs of files to leave alone. They add to the built-in ones and never take one away. */
  readonly excludedFiles: readonly string[];
  /** Whether an answer may span several lines. */
  readonly multiline: boolean;
  /** How many times as far as shipped the engine is given text around the cursor; see `prompt/reach.ts`. 1 where absent. */
  readonly reach?: number;
  /** Most generated tokens of one answer. */
  readonly maxTokens: number;
  /** Most milliseconds from the first generated token; undefined in a deterministic replay. */
  readonly timeBudgetMs: number | undefined;
  /**
   * Names the model and every setting that changes answers. An answer of another generation is never served,
   * and one that arrives after the generation changed is dropped.
   */
  readonly generation: string;
}

/** The shipped value of {@link CompletionSettings.languages}. */
export const defaultLanguages: Readonly<Record<string, boolean>> = { '*': true };

export function isLanguageEnabled(languages: Readonly<Record<string, boolean>>, languageId: string): boolean {
  if (Object.hasOwn(languages, languageId)) return languages[languageId] === true;
  return languages['*'] === true;
}
