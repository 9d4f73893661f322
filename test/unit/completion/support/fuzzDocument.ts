import type { DocumentView, Position } from '../../../../src/completion/document';

interface State {
  readonly lines: readonly string[];
  readonly cursor: Position;
}

const mostStatesKept = 8;

/**
 * A document and its cursor as an editor holds them. Unlike `EditableDocument` it may hold any character, a lone
 * `\r` ends a line, and it can go back to earlier states.
 */
export class FuzzDocument implements DocumentView {
  version = 1;
  #state: State;
  readonly #earlier: State[] = [];

  constructor(
    public uri: string,
    readonly path: string,
    readonly languageId: string,
    text: string,
  ) {
    this.#state = { lines: linesOf(text), cursor: { line: 0, character: 0 } };
  }

  get lineCount(): number {
    return this.#state.lines.length;
  }

  get cursor(): Position {
    return this.#state.cursor;
  }

  set cursor(cursor: Position) {
    this.#state = { ...this.#state, cursor };
  }

  lineAt(line: number): string {
    const text = this.#state.lines[line];
    if (text === undefined) throw new RangeError(`No line ${line}.`);
    return text;
  }

  /** All text before a position, with `\n` line breaks. */
  textBefore({ line, character }: Position): string {
    const { lines } = this.#state;
    return [...lines.slice(0, line), lines[line]?.slice(0, character)].join('\n');
  }

  /** The lines below a line, each with a `\n` before it. */
  linesBelow(line: number): string {
    return this.#state.lines
      .slice(line + 1)
      .map((text) => '\n' + text)
      .join('');
  }

  type(text: string): void {
    this.replace(this.cursor, this.cursor, text);
  }

  /** Takes away UTF-16 units left of the cursor, or the line break there. */
  backspace(units: number): void {
    const { line, character } = this.cursor;
    if (character > 0) {
      this.replace({ line, character: Math.max(0, character - units) }, this.cursor, '');
    } else if (line > 0) {
      this.replace({ line: line - 1, character: this.lineAt(line - 1).length }, this.cursor, '');
    }
  }

  /** The cursor then stands behind the text. */
  replace(start: Position, end: Position, text: string): void {
    const { lines } = this.#state;
    const head = this.lineAt(start.line).slice(0, start.character);
    const rest = this.lineAt(end.line).slice(end.character);
    const upToCursor = linesOf(head + text);
    const line = start.line + upToCursor.length - 1;
    const character = upToCursor.at(-1)?.length ?? 0;
    const changed = [...upToCursor.slice(0, -1), (upToCursor.at(-1) ?? '') + rest];
    this.#moveTo({
      lines: [...lines.slice(0, start.line), ...changed, ...lines.slice(end.line + 1)],
      cursor: { line, character },
    });
  }

  /** Goes back to a state `steps` edits ago, or forth again. */
  undo(steps: number): void {
    const state = this.#earlier.at(-steps);
    if (state !== undefined) this.#moveTo(state);
  }

  toString(): string {
    return JSON.stringify({ uri: this.uri, version: this.version, ...this.#state });
  }

  #moveTo(state: State): void {
    this.#earlier.push(this.#state);
    if (this.#earlier.length > mostStatesKept) this.#earlier.shift();
    this.#state = state;
    this.version++;
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}
