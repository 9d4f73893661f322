/** Zero-based; `character` counts UTF-16 units. Structurally equal to `vscode.Position`. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * A document as the pipeline reads it: by line, so that nothing depends on its size.
 * `vscode.TextDocument` serves through a thin adapter; tools and tests use {@link StringDocument}.
 */
export interface DocumentView {
  /** Identity, stable until the document is renamed. */
  readonly uri: string;
  /** Path shown to the model: relative to the workspace, `/` between folders. */
  readonly path: string;
  /** Name of the workspace folder that holds it, which models know as the repository; absent where none does. */
  readonly repository?: string;
  readonly languageId: string;
  /** Grows with every edit. */
  readonly version: number;
  readonly lineCount: number;
  /** Text of a line without its line break. `line` is within 0 … lineCount − 1. */
  lineAt(line: number): string;
}

/** A document held as one string; any mix of line ends is read as line breaks. */
export class StringDocument implements DocumentView {
  readonly #lines: readonly string[];

  constructor(
    readonly uri: string,
    readonly path: string,
    readonly languageId: string,
    readonly version: number,
    text: string,
  ) {
    this.#lines = text.split(/\r\n|\r|\n/);
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  lineAt(line: number): string {
    const text = this.#lines[line];
    if (text === undefined) throw new RangeError(`Line ${line} is outside 0 … ${this.#lines.length - 1}.`);
    return text;
  }
}
