import type { DocumentView, Position } from '../../src/completion/document';

/** Replaces `delete` UTF-16 units at `offset` by `insert`. */
export interface TextEdit {
  readonly offset: number;
  readonly delete: number;
  readonly insert: string;
}

/**
 * A document that edits change. It keeps the file's own line ends (`\n`, `\r\n` or `\r`, mixed too), and
 * an edit costs the lines that it touches, not the document.
 */
export class EditableDocument implements DocumentView {
  /** Lines with their line ends; the last one has none. */
  readonly #lines: string[];
  /** Offsets of line starts, valid for as many lines as it has entries: an edit cuts it, a look-up extends it. */
  readonly #starts: number[] = [0];
  #length: number;
  #version = 1;

  constructor(
    readonly uri: string,
    readonly path: string,
    readonly languageId: string,
    text: string,
  ) {
    this.#lines = splitLines(text);
    this.#length = text.length;
  }

  get version(): number {
    return this.#version;
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  /** In UTF-16 units, line ends included. */
  get length(): number {
    return this.#length;
  }

  get text(): string {
    return this.#lines.join('');
  }

  lineAt(line: number): string {
    return withoutEnd(this.#fullLine(line));
  }

  /** The line end of a line as the file has it; empty on the last line. */
  lineEndAt(line: number): string {
    return this.#fullLine(line).slice(this.lineAt(line).length);
  }

  /** Offset of the first character of a line. */
  startOfLine(line: number): number {
    this.#fullLine(line);
    while (this.#starts.length <= line) {
      const last = this.#starts.length - 1;
      this.#starts.push((this.#starts[last] ?? 0) + this.#fullLine(last).length);
    }
    return this.#starts[line] ?? 0;
  }

  /** The position of an offset; within a line end it is the end of that line. */
  positionAt(offset: number): Position {
    const line = this.#lineOf(offset);
    const character = Math.min(offset - this.startOfLine(line), this.lineAt(line).length);
    return { line, character };
  }

  /** Throws a RangeError where the edit reaches outside the text; then nothing is changed. */
  apply(edit: TextEdit): void {
    const end = edit.offset + edit.delete;
    const first = this.#firstLineTouchedAt(edit.offset);
    const last = this.#lineOf(end);
    const start = this.startOfLine(first);
    const touched = this.#lines.slice(first, last + 1).join('');
    const text = touched.slice(0, edit.offset - start) + edit.insert + touched.slice(end - start);
    const lines = splitLines(text);
    // What is touched ends in a line end unless it is the end of the document: the empty rest belongs to the next line.
    if (last < this.#lines.length - 1) lines.pop();
    this.#lines.splice(first, last + 1 - first, ...lines);
    this.#starts.length = Math.min(this.#starts.length, first + 1);
    this.#length += edit.insert.length - edit.delete;
    this.#version++;
  }

  /** The line of an offset, or the one above where an edit could join its `\r` with a `\n`. */
  #firstLineTouchedAt(offset: number): number {
    const line = this.#lineOf(offset);
    const atStart = line > 0 && this.startOfLine(line) === offset;
    return atStart && this.#fullLine(line - 1).endsWith('\r') ? line - 1 : line;
  }

  #lineOf(offset: number): number {
    if (!(offset >= 0 && offset <= this.#length)) {
      throw new RangeError(`Offset ${offset} is outside 0 … ${this.#length}.`);
    }
    while (this.#starts.length < this.#lines.length && (this.#starts.at(-1) ?? 0) <= offset) {
      this.startOfLine(this.#starts.length);
    }
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #fullLine(line: number): string {
    const text = this.#lines[line];
    if (text === undefined) throw new RangeError(`Line ${line} is outside 0 … ${this.#lines.length - 1}.`);
    return text;
  }
}

function splitLines(text: string): string[] {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return /[\r\n]$/.test(text) ? [...lines, ''] : lines;
}

function withoutEnd(line: string): string {
  return line.replace(/(\r\n|\r|\n)$/, '');
}
