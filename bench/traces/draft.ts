import type { TraceDocument } from '../replay/trace';

/**
 * A part of a document that a trace writes. At every moment the document holds `typed`, `pending` and `stale` one
 * after the other in its place; at the end `typed` is `target` and the others are empty.
 */
export interface Hole {
  readonly target: string;
  /** What stands before the cursor. */
  typed: string;
  /** What the editor has put after the cursor by itself: brackets and quotes that it closed, and lines for them. */
  pending: string;
  /** What the target replaces and still stands there. */
  stale: string;
}

/** A range of a text, in UTF-16 units, that a trace writes; until then `stale` stands there. */
export interface HoleRange {
  readonly from: number;
  readonly to: number;
  readonly stale: string;
}

/** A document while a trace is generated: texts that stay as they are, and holes between them. */
export class Draft {
  readonly file: string;
  readonly languageId: string;
  /** The text at the end. */
  readonly finalText: string;
  /** In the order of the ranges given. */
  readonly holes: readonly Hole[];
  readonly #parts: readonly (string | Hole)[];

  /** The ranges may come in any order but must not overlap; throws a RangeError where they do. */
  constructor(file: string, languageId: string, finalText: string, ranges: readonly HoleRange[]) {
    this.file = file;
    this.languageId = languageId;
    this.finalText = finalText;
    const holes = ranges.map(({ from, to, stale }) => {
      return { target: finalText.slice(from, to), typed: '', pending: '', stale };
    });
    const parts: (string | Hole)[] = [];
    let end = 0;
    const inOrder = ranges.map((range, index) => ({ ...range, hole: holes[index] }));
    for (const { from, to, hole } of inOrder.sort((a, b) => a.from - b.from)) {
      if (from < end || to > finalText.length || !hole) throw new RangeError(`Holes overlap at ${from}.`);
      parts.push(finalText.slice(end, from), hole);
      end = to;
    }
    this.holes = holes;
    this.#parts = [...parts, finalText.slice(end)];
  }

  get text(): string {
    return this.#parts.map(textOf).join('');
  }

  /** Offset of the cursor that writes a hole. */
  cursorIn(hole: Hole): number {
    let offset = 0;
    for (const part of this.#parts) {
      if (part === hole) return offset + hole.typed.length;
      offset += textOf(part).length;
    }
    throw new RangeError(`The hole is not in ${this.file}.`);
  }

  /** What stands on the cursor's line before it. */
  lineBefore(hole: Hole): string {
    let line = lastLine(hole.typed);
    let isWhole = line.length < hole.typed.length;
    for (let index = this.#parts.indexOf(hole) - 1; index >= 0 && !isWhole; index--) {
      const part = textOf(this.#parts[index] ?? '');
      const end = lastLine(part);
      line = end + line;
      isWhole = end.length < part.length;
    }
    return line;
  }

  /** What stands on the cursor's line after it. */
  lineAfter(hole: Hole): string {
    const rest = hole.pending + hole.stale;
    let line = firstLine(rest);
    let isWhole = line.length < rest.length;
    for (let index = this.#parts.indexOf(hole) + 1; index < this.#parts.length && !isWhole; index++) {
      const part = textOf(this.#parts[index] ?? '');
      const start = firstLine(part);
      line += start;
      isWhole = start.length < part.length;
    }
    return line;
  }

  /** The document as it is now, for the beginning of a trace. */
  toDocument(): TraceDocument {
    return { file: this.file, languageId: this.languageId, text: this.text };
  }
}

function textOf(part: string | Hole): string {
  return typeof part === 'string' ? part : part.typed + part.pending + part.stale;
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
