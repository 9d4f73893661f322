import type { DocumentView, Position } from '../../src/completion/document';

/** A live document with a cursor, edited as in an editor; `|` marks the cursor in the text it is made from. */
export class EditableDocument implements DocumentView {
  version = 1;
  #text: string;
  #offset: number;
  /** How often a line was read. */
  reads = 0;

  constructor(
    marked: string,
    public uri = 'file:///project/a.ts',
    readonly path = 'a.ts',
    readonly languageId = 'typescript',
  ) {
    const at = marked.indexOf('|');
    this.#offset = at < 0 ? marked.length : at;
    this.#text = at < 0 ? marked : marked.slice(0, at) + marked.slice(at + 1);
  }

  get #lines(): string[] {
    return this.#text.split(/\r\n|\n/);
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  get cursor(): Position {
    const lines = this.#text.slice(0, this.#offset).split(/\r\n|\n/);
    return { line: lines.length - 1, character: (lines.at(-1) ?? '').length };
  }

  /** The text with `|` at the cursor. */
  get marked(): string {
    return this.#text.slice(0, this.#offset) + '|' + this.#text.slice(this.#offset);
  }

  lineAt(line: number): string {
    this.reads++;
    const text = this.#lines[line];
    if (text === undefined) throw new RangeError(`No line ${line}.`);
    return text;
  }

  /** Types at the cursor; `closer` is what the editor adds right of it. */
  type(text: string, closer = ''): this {
    return this.#edit(text + closer, 0, 0, text.length);
  }

  backspace(count = 1): this {
    return this.#edit('', count, 0, 0);
  }

  delete(count = 1): this {
    return this.#edit('', 0, count, 0);
  }

  /** Accepts an answer: inserts it and takes away what it replaces. */
  accept(answer: { readonly text: string; readonly replaceAfter: number }): this {
    return this.#edit(answer.text, 0, answer.replaceAfter, answer.text.length);
  }

  move(by: number): this {
    this.#offset += by;
    return this;
  }

  #edit(text: string, before: number, after: number, advance: number): this {
    const start = this.#offset - before;
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(this.#offset + after);
    this.#offset = start + advance;
    this.version++;
    return this;
  }
}
