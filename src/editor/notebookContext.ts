import type { DocumentView } from '../completion/document';
import type { LineSource } from '../prompt/window';
import { commentMark } from './commentMarks';
import type { Inquiry } from './inquiry';

/** A cell of a notebook, as its neighbours read it. */
export interface Cell extends LineSource {
  readonly isMarkup: boolean;
  readonly languageId: string;
  /** Grows with every edit of its text. */
  readonly version: number;
}

export interface Cells {
  readonly count: number;
  /** `index` is within 0 … count − 1. */
  at(index: number): Cell;
}

/** What is read of the cells around one, whole cells where they fit. The limits count the blank lines between them. */
const limits = {
  above: { cells: 64, lines: 64, units: 4_000 },
  below: { cells: 8, lines: 16, units: 1_000 },
  /** Lines of a markup cell. They say what the code is for; more would crowd the code out. */
  markupLines: 4,
};

/** Cell magics that leave the rest of the cell in the notebook's language. Any other names another one. */
const ownMagic = /^%%(?:time|timeit|capture|prun)\b/;

/** Lines that stand above and below a cell for the model, as they were when they were read. */
export class CellContext {
  readonly above: readonly string[];
  readonly below: readonly string[];
  readonly #shown: readonly Cell[];

  constructor(above: readonly string[], below: readonly string[], shown: readonly Cell[]) {
    this.above = above;
    this.below = below;
    this.#shown = shown;
  }

  /** Grows with every edit of a cell that is shown. */
  get version(): number {
    return this.#shown.reduce((sum, { version }) => sum + version, 0);
  }
}

/**
 * What a model should read around a cell: the code cells of its language above it, nearest first, with the markup
 * between them as comments, and the start of the next one below. At most 64 lines and 4,000 UTF-16 units above and 16
 * lines and 1,000 units below are shown, of at most 64 and 8 cells: what it costs does not depend on the notebook.
 */
export function readCellContext(cells: Cells, index: number): CellContext {
  const cell = cells.at(index);
  if (cell.isMarkup || isOtherLanguage(cell)) return new CellContext([], [], []);
  const shown: Cell[] = [];
  const above = readAbove(cells, index, cell.languageId, shown);
  return new CellContext(above, readBelow(cells, index, cell.languageId, shown), shown);
}

/** The same inquiry about a cell among its neighbours. Its answers are for the same place in the cell. */
export function amongCells(inquiry: Inquiry, context: CellContext): Inquiry {
  if (context.above.length === 0 && context.below.length === 0) return inquiry;
  const { line, character } = inquiry.position;
  return {
    document: new CellAmongCells(inquiry.document, context),
    position: { line: line + context.above.length, character },
    place: (answer) => inquiry.place(answer),
  };
}

/** A cell with lines of other cells around. The cell itself is read live. */
class CellAmongCells implements DocumentView {
  readonly #cell: DocumentView;
  readonly #context: CellContext;

  constructor(cell: DocumentView, context: CellContext) {
    this.#cell = cell;
    this.#context = context;
  }

  get uri(): string {
    return this.#cell.uri;
  }

  get path(): string {
    return this.#cell.path;
  }

  get repository(): string {
    return this.#cell.repository ?? '';
  }

  get languageId(): string {
    return this.#cell.languageId;
  }

  get version(): number {
    return this.#cell.version + this.#context.version;
  }

  get lineCount(): number {
    return this.#context.above.length + this.#cell.lineCount + this.#context.below.length;
  }

  lineAt(line: number): string {
    const { above, below } = this.#context;
    const own = line - above.length;
    if (own < 0) return above[line] ?? '';
    return own < this.#cell.lineCount ? this.#cell.lineAt(own) : (below[own - this.#cell.lineCount] ?? '');
  }
}

function readAbove(cells: Cells, index: number, languageId: string, shown: Cell[]): string[] {
  let { lines, units } = limits.above;
  const parts: string[][] = [];
  for (let at = index - 1; at >= Math.max(0, index - limits.above.cells); at--) {
    const cell = cells.at(at);
    const { text, isWhole } = readCell(cell, languageId, lines - 1, units);
    // Of the nearest cell an end is better than nothing.
    if (!isWhole && parts.length > 0) break;
    if (text.length === 0) continue;
    parts.push([...text, '']);
    shown.push(cell);
    lines -= text.length + 1;
    units -= lengthOf(text) + 1;
    if (!isWhole) break;
  }
  return parts.reverse().flat();
}

function readBelow(cells: Cells, index: number, languageId: string, shown: Cell[]): string[] {
  const { lines, units } = limits.below;
  for (let at = index + 1; at < Math.min(cells.count, index + 1 + limits.below.cells); at++) {
    const cell = cells.at(at);
    if (cell.isMarkup || cell.languageId !== languageId || isOtherLanguage(cell)) continue;
    const text: string[] = [''];
    for (let line = 0; line < cell.lineCount && text.length < lines; line++) {
      const next = cell.lineAt(line);
      if (lengthOf(text) + next.length + 1 > units) break;
      text.push(next);
    }
    if (text.every((line) => line.trim() === '')) continue;
    shown.push(cell);
    return text;
  }
  return [];
}

interface CellText {
  readonly text: readonly string[];
  /** Whether it is all there is to show of the cell. */
  readonly isWhole: boolean;
}

const nothing: CellText = { text: [], isWhole: true };

function readCell(cell: Cell, languageId: string, lines: number, units: number): CellText {
  if (cell.isMarkup) return readMarkup(cell, languageId, lines, units);
  if (cell.languageId !== languageId || isOtherLanguage(cell)) return nothing;
  return readEnd(cell, lines, units);
}

/** The cell's last lines, without the blank ones at its end. */
function readEnd(cell: Cell, lines: number, units: number): CellText {
  const text: string[] = [];
  let left = units;
  let line = cell.lineCount - 1;
  // Blank lines at the end count as lines that are read, so that no cell costs more than the limit.
  for (let read = 0; line >= 0 && read < lines; line--, read++) {
    const next = cell.lineAt(line);
    if (text.length === 0 && next.trim() === '') continue;
    if (next.length + 1 > left) break;
    left -= next.length + 1;
    text.push(next);
  }
  return { text: text.reverse(), isWhole: line < 0 };
}

function readMarkup(cell: Cell, languageId: string, lines: number, units: number): CellText {
  const mark = commentMark(languageId);
  if (mark === undefined) return nothing;
  const text: string[] = [];
  for (let line = 0; line < Math.min(cell.lineCount, limits.markupLines); line++) {
    const next = cell.lineAt(line).trim();
    if (next !== '') text.push(`${mark} ${next}`);
  }
  return text.length <= lines && lengthOf(text) <= units
    ? { text, isWhole: true }
    : { text: [], isWhole: false };
}

function isOtherLanguage(cell: Cell): boolean {
  const first = cell.lineAt(0);
  return first.startsWith('%%') && !ownMagic.test(first);
}

/** UTF-16 units of lines, each with its line break. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
