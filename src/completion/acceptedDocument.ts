import type { DocumentView, Position } from './document';

/** A text that is offered at a place. */
export interface OfferedText {
  readonly text: string;
  /** UTF-16 units right of the position that the text replaces. */
  readonly replaceAfter: number;
}

/** A document as it would read once an offered text is accepted. It reads the document that it stands for. */
export class AcceptedDocument implements DocumentView {
  readonly #base: DocumentView;
  readonly #line: number;
  /** The lines that stand in place of the position's. */
  readonly #lines: readonly string[];
  /** Where the cursor stands after the acceptance. */
  readonly cursor: Position;

  constructor(base: DocumentView, { line, character }: Position, { text, replaceAfter }: OfferedText) {
    this.#base = base;
    this.#line = line;
    const old = base.lineAt(line);
    const added = (old.slice(0, character) + text).split('\n');
    const last = added.length - 1;
    this.cursor = { line: line + last, character: added[last]?.length ?? 0 };
    this.#lines = added.map((each, index) =>
      index === last ? each + old.slice(character + replaceAfter) : each,
    );
  }

  get uri(): string {
    return this.#base.uri;
  }

  get path(): string {
    return this.#base.path;
  }

  get repository(): string {
    return this.#base.repository ?? '';
  }

  get languageId(): string {
    return this.#base.languageId;
  }

  get version(): number {
    return this.#base.version;
  }

  get lineCount(): number {
    return this.#base.lineCount + this.#lines.length - 1;
  }

  lineAt(line: number): string {
    const own = this.#lines[line - this.#line];
    if (own !== undefined) return own;
    return this.#base.lineAt(line < this.#line ? line : line - this.#lines.length + 1);
  }
}
