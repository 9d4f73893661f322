import { seededRandom } from '../../test/support/random';
import type { SourceFile } from './corpus';
import { classOf, type CursorKind, cursorKinds, cursorsIn, type LineClass } from './cursorKinds';

/** A cursor to complete at. */
export interface Position {
  readonly file: SourceFile;
  /** From 0. */
  readonly line: number;
  /** UTF-16 units from the line's start. */
  readonly character: number;
  readonly kind: CursorKind;
}

/** Of positions in one file the answers are alike. */
export const mostPerFile = 12;

/** Identifies a position among all of the corpus; lines and columns from 1, as editors show them. */
export function idOf({ file, line, character }: Position): string {
  return `${file.package}/${file.path}:${line + 1}:${character + 1}`;
}

/**
 * All positions of the study, in an order of which every beginning is a fair sample: the kinds take turns, and
 * each file gives one position a round. The line's class is drawn as often as the file has lines of it, so that
 * comments and imports have their share of each kind and no more.
 */
export function choosePositions(files: readonly SourceFile[], seed: number): Position[] {
  const random = seededRandom(seed);
  const sources = shuffled(files, random).map((file) => new LineDraw(file, random));
  const chosen: Position[] = [];
  for (let round = 0; round < mostPerFile; round++) {
    for (const source of sources) {
      const kind = cursorKinds[chosen.length % cursorKinds.length] ?? 'elsewhere';
      const position = source.draw(kind);
      if (position) chosen.push(position);
    }
  }
  return chosen;
}

/** Draws of a class that has no line with a cursor of the kind are repeated this often. */
const mostDraws = 8;

interface DrawnLine {
  readonly number: number;
  readonly lineClass: LineClass;
  readonly cursors: ReadonlyMap<CursorKind, readonly number[]>;
}

/** Draws positions of one file, each in a line of its own. */
class LineDraw {
  readonly #file: SourceFile;
  readonly #random: () => number;
  /** All lines that are not blank: a class drawn from here has the share of its lines. */
  readonly #lines: readonly DrawnLine[];
  readonly #used = new Set<DrawnLine>();

  constructor(file: SourceFile, random: () => number) {
    this.#file = file;
    this.#random = random;
    this.#lines = file.lines
      .map((text, number) => ({ number, lineClass: classOf(text), cursors: cursorsIn(text) }))
      .filter(({ lineClass }) => lineClass !== 'blank');
  }

  draw(kind: CursorKind): Position | undefined {
    for (let draws = 0; draws < mostDraws; draws++) {
      const lineClass = pick(this.#lines, this.#random)?.lineClass;
      const fitting = this.#lines.filter(
        (line) =>
          line.lineClass === lineClass && !this.#used.has(line) && (line.cursors.get(kind)?.length ?? 0) > 0,
      );
      const line = pick(fitting, this.#random);
      const character = pick(line?.cursors.get(kind) ?? [], this.#random);
      if (!line || character === undefined) continue;
      this.#used.add(line);
      return { file: this.#file, line: line.number, character, kind };
    }
    return undefined;
  }
}

function pick<T>(values: readonly T[], random: () => number): T | undefined {
  return values[Math.floor(random() * values.length)];
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}
