import type { Cell, Cells } from '../../src/editor/notebookContext';

/** A notebook cell that can be edited, and counts how many lines of it are read. */
export class FakeCell implements Cell {
  version = 1;
  reads = 0;
  readonly isMarkup: boolean;
  #lines: readonly string[];

  constructor(
    text: string,
    readonly languageId = 'python',
  ) {
    this.#lines = text.split('\n');
    this.isMarkup = languageId === 'markdown';
  }

  get lineCount(): number {
    return this.#lines.length;
  }

  lineAt(line: number): string {
    this.reads++;
    const text = this.#lines[line];
    if (text === undefined) throw new RangeError(`No line ${line}.`);
    return text;
  }

  edit(text: string): void {
    this.#lines = text.split('\n');
    this.version++;
  }
}

/** A notebook's cells, in order; it counts how many are looked at. */
export class CellList implements Cells {
  readonly #cells: readonly FakeCell[];
  looks = 0;

  constructor(...cells: readonly FakeCell[]) {
    this.#cells = cells;
  }

  get count(): number {
    return this.#cells.length;
  }

  /** Lines that were read, of all cells; one may be in the list more than once. */
  get reads(): number {
    return [...new Set(this.#cells)].reduce((sum, { reads }) => sum + reads, 0);
  }

  at(index: number): FakeCell {
    this.looks++;
    const cell = this.#cells[index];
    if (cell === undefined) throw new RangeError(`No cell ${index}.`);
    return cell;
  }
}
