import type { HoleRange } from './draft';
import { namesIn } from './mistakes';
import type { Rhythm } from './rhythm';

/** Lines of a text, from 0, both included. */
interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** How many characters, without indentation, the lines of one site have. */
export interface SiteSize {
  readonly least: number;
  readonly most: number;
}

/** How far above the cursor, in lines, an edit is that an engine need not read at once. */
const unreadLines = { least: 30, most: 35 } as const;

/** An import of JavaScript or TypeScript; of Python, C++, C#. */
const topLine =
  /^(import\s.*from|(const|var|let) .*require\(|(from [\w.]+ )?import [\w. ,]+$|#include\b|using [\w.]+;$)/;

/** Lines that stay as they are between two holes. */
const margin = 4;

/** Chooses where a trace works in a text. What it returns never overlaps what it has returned before. */
export class PlaceFinder {
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];
  readonly #rhythm: Rhythm;
  readonly #taken: LineSpan[] = [];

  constructor(text: string, rhythm: Rhythm) {
    this.#lines = text.split('\n');
    let start = 0;
    this.#starts = this.#lines.map((line) => {
      const own = start;
      start += line.length + 1;
      return own;
    });
    this.#rhythm = rhythm;
  }

  /** Lines to type, near each of `depths` (0 the top, 1 the end). Throws a RangeError where there are none. */
  sites(depths: readonly number[], size: SiteSize): readonly HoleRange[] {
    return depths.map((depth) => this.#site(depth, size));
  }

  /** A line near the top, such as an import, and one near the end, as far as there are such. */
  linesElsewhere(): readonly HoleRange[] {
    const count = this.#lines.length;
    const top = this.#line(0, Math.min(count, 60), (line) => topLine.test(line));
    const end = this.#line(Math.floor(count * 0.85), count, (line) => /^\s+\w.*;$/.test(line));
    return [top, end].filter((range) => range !== undefined);
  }

  /** A line some way above an offset, where it can stay unread for a while; undefined where none is free. */
  lineAbove(offset: number): HoleRange | undefined {
    const line = this.#starts.filter((start) => start <= offset).length - 1;
    const { least, most } = unreadLines;
    return this.#line(Math.max(0, line - most), Math.max(0, line - least) + 1, isCode);
  }

  /** Names within lines that stand there as other names: one, or none. */
  renames(): readonly HoleRange[] {
    for (const line of this.#rhythm.shuffled([...this.#lines.keys()]).slice(0, 200)) {
      const text = this.#lines[line] ?? '';
      const name = this.#rhythm.pick(namesIn(isCode(text) ? text : ''));
      const other = this.#rhythm.pick(namesIn(this.#lines.slice(line + 1, line + 80).join('\n')));
      if (name === undefined || other === undefined || other === name) continue;
      if (text.endsWith(name) || !this.#isFree({ first: line, last: line })) continue;
      const from = (this.#starts[line] ?? 0) + text.indexOf(name);
      this.#taken.push({ first: line, last: line });
      return [{ from, to: from + name.length, stale: other }];
    }
    return [];
  }

  /** From the end of the line above, so that it is begun by Enter. */
  #site(depth: number, size: SiteSize): HoleRange {
    const wanted = depth * this.#lines.length;
    let best: LineSpan | undefined;
    for (const span of this.#balancedSpans(size)) {
      const distance = Math.abs(span.first - wanted);
      if (best === undefined || distance < Math.abs(best.first - wanted)) best = span;
    }
    if (best === undefined)
      throw new RangeError(`There are no ${size.least} characters to type in one place.`);
    this.#taken.push(best);
    return { from: this.#endOf(best.first - 1), to: this.#endOf(best.last), stale: '' };
  }

  /** Spans of whole lines, of the wanted size, whose brackets are closed in them. */
  *#balancedSpans({ least, most }: SiteSize): Generator<LineSpan> {
    for (let first = 1; first < this.#lines.length - 1; first++) {
      if (!isCode(this.#lines[first] ?? '')) continue;
      let depth = 0;
      let size = 0;
      for (let last = first; last < this.#lines.length - 1 && size <= most && depth >= 0; last++) {
        const line = this.#lines[last] ?? '';
        size += line.trim().length + 1;
        depth = depthAfter(line, depth);
        const isWhole = depth === 0 && line.trim() !== '' && size >= least && size <= most;
        if (isWhole && this.#isFree({ first, last })) yield { first, last };
      }
    }
  }

  /** A line that is there as a whole, with its line break, among those from `from` to before `to`. */
  #line(from: number, to: number, fits: (line: string) => boolean): HoleRange | undefined {
    const numbers = Array.from({ length: Math.max(0, to - 1 - from) }, (_, index) => from + index);
    const fitting = numbers.filter(
      (line) => fits(this.#lines[line] ?? '') && this.#isFree({ first: line, last: line }),
    );
    const line = this.#rhythm.pick(fitting);
    if (line === undefined) return undefined;
    this.#taken.push({ first: line, last: line });
    return { from: this.#starts[line] ?? 0, to: this.#starts[line + 1] ?? 0, stale: '' };
  }

  #isFree({ first, last }: LineSpan): boolean {
    return this.#taken.every((taken) => last + margin < taken.first || first - margin > taken.last);
  }

  #endOf(line: number): number {
    return (this.#starts[line] ?? 0) + (this.#lines[line] ?? '').length;
  }
}

/** Whether something other than a comment is on a line, and nothing too long to be typed by hand. */
function isCode(line: string): boolean {
  return line.trim() !== '' && line.length <= 120 && !/^\s*(\/\/|\/?\*)/.test(line);
}

/** How many brackets are open after a line; −1 as soon as one is closed that was not opened. */
function depthAfter(line: string, depth: number): number {
  let open = depth;
  for (const character of line) {
    if ('([{'.includes(character)) open++;
    else if (')]}'.includes(character)) open--;
    if (open < 0) return -1;
  }
  return open;
}
