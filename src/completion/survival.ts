import type { LiveText, Pieces, TextChange } from './liveText';

/** How far around an accepted text the document is known. Items of the editor begin at the first word of their line. */
const margin = 512;

/**
 * What edits leave of an accepted text. All that a change replaces is gone, except what old and new text have in common
 * at their beginnings and ends; to know that, the text around is followed too. A change that reaches further than
 * that takes all that it replaces with it. Text that comes back, by undo or typing, is new text.
 */
export class Survival {
  /** Uri of the document. */
  readonly document: string;
  /** Units of the text when it was accepted. */
  readonly units: number;
  #offset: number;
  #text: string;
  /** A unit each of `#text`: whether it is of the accepted text. */
  #marks: string;

  /** The text, which may be in pieces, stands in the document now. */
  constructor(document: LiveText, pieces: Pieces) {
    const last = pieces.at(-1) ?? pieces[0];
    this.document = document.uri;
    this.#offset = Math.max(0, pieces[0].offset - margin);
    this.#text = document.textBetween(this.#offset, last.offset + last.text.length + margin);
    this.#marks = '';
    for (const { offset, text } of pieces) {
      this.#marks = this.#marks.padEnd(offset - this.#offset, '-') + '+'.repeat(text.length);
    }
    this.#marks = this.#marks.padEnd(this.#text.length, '-');
    this.units = this.surviving;
  }

  /** Units that are still there. */
  get surviving(): number {
    const marks = this.#marks;
    return unitsOf(this.#text.replace(/[^]/g, (unit, index: number) => (marks[index] === '+' ? unit : '')));
  }

  change({ rangeOffset, rangeLength, text }: TextChange): void {
    const from = rangeOffset - this.#offset;
    const to = from + rangeLength;
    if (from >= this.#text.length) return;
    if (to <= 0) {
      this.#offset += text.length - rangeLength;
    } else if (from < 0) {
      this.#keep(to, this.#text.length, rangeOffset + text.length);
    } else if (to > this.#text.length) {
      this.#keep(0, from, this.#offset);
    } else {
      this.#replace(from, to, text);
    }
  }

  /** Lets go of all that is still there. */
  end(): void {
    this.#keep(0, 0, 0);
  }

  #keep(from: number, to: number, offset: number): void {
    this.#offset = offset;
    this.#text = this.#text.slice(from, to);
    this.#marks = this.#marks.slice(from, to);
  }

  #replace(from: number, to: number, text: string): void {
    const old = this.#text.slice(from, to);
    const start = commonStart(old, text);
    const end = commonEnd(old.slice(start), text.slice(start));
    const added = text.length - start - end;
    this.#text = this.#text.slice(0, from) + text + this.#text.slice(to);
    this.#marks = this.#marks.slice(0, from + start) + '-'.repeat(added) + this.#marks.slice(to - end);
  }
}

/** How many units two texts have in common at their ends. */
function commonEnd(left: string, right: string): number {
  let length = 0;
  while (length < left.length && length < right.length && left.at(-1 - length) === right.at(-1 - length)) {
    length++;
  }
  return length;
}

function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  return length;
}

/** UTF-16 units of a text, a line break counted as one whichever it is. */
function unitsOf(text: string): number {
  return text.replaceAll('\r\n', '\n').length;
}
