import { HearthError } from '../../src/base/errors';
import type { AnswerOutcome } from '../../src/completion/outcome';
import type { EditableDocument } from './editableDocument';
import type { AcceptCounts, ReplayEvent, Typist } from './typist';

/** Time between two keys of the typist, in ms. */
export const keyIntervalMs = 200;

/** One key of the typist: a character, or a line break with the indentation that the editor adds. */
interface Stroke {
  readonly text: string;
  /** Index of the first stroke of the next line. */
  readonly lineEnd: number;
}

export interface LineTypistOptions {
  /** First line to type again, from 1. */
  readonly from: number;
  /** Last line to type again, from 1, inclusive. */
  readonly to: number;
  /**
   * Whether suggestions are taken: with one key, where the suggestion's first line is not empty and equals
   * exactly the rest of the line being typed. The rest of a longer suggestion is left to be suggested again.
   */
  readonly accept: boolean;
}

/**
 * Deletes lines of a document, of which one empty line stays, and types them again from the top. The document
 * then equals what it was. The constructor only reads it; throws a HearthError for lines that cannot be typed.
 */
export class LineTypist implements Typist {
  readonly #offset: number;
  readonly #deleted: number;
  readonly #strokes: readonly Stroke[];
  readonly #accepts: boolean;
  /** Next stroke; −1 before the deletion. */
  #index = -1;
  #events = 0;
  #typed = 0;
  #accepted = 0;
  #keysPressed = 0;

  constructor(document: EditableDocument, { from, to, accept }: LineTypistOptions) {
    checkLines(document, from, to);
    this.#offset = document.startOfLine(from - 1);
    this.#deleted = document.startOfLine(to - 1) + document.lineAt(to - 1).length - this.#offset;
    this.#strokes = strokesOf(document, from - 1, to - 1);
    this.#accepts = accept;
    if (this.#strokes.length === 0) {
      throw new HearthError(
        'input-invalid',
        `Line ${from} of ${document.path} is empty: there is nothing to type. Choose lines that hold text.`,
      );
    }
  }

  get nextAt(): number | undefined {
    return this.#index < this.#strokes.length ? this.#events * keyIntervalMs : undefined;
  }

  get accept(): AcceptCounts {
    const characters = this.#index < 0 ? 0 : this.#index;
    return {
      accepted: this.#accepted,
      charsSaved: characters - this.#keysPressed,
      keysPressed: this.#keysPressed,
      characters,
    };
  }

  next(suggestion: AnswerOutcome | undefined): ReplayEvent {
    const at = this.#events++ * keyIntervalMs;
    if (this.#index < 0) {
      this.#index = 0;
      return { at, edit: { offset: this.#offset, delete: this.#deleted, insert: '' } };
    }
    this.#keysPressed++;
    return { at, edit: { offset: this.#offset + this.#typed, delete: 0, insert: this.#press(suggestion) } };
  }

  /** The text that the next key inserts. */
  #press(suggestion: AnswerOutcome | undefined): string {
    const stroke = this.#strokes[this.#index];
    if (!stroke) throw new RangeError('Everything is typed.');
    const isAccepted = this.#accepts && suggestion !== undefined && this.#isRestOfLine(suggestion);
    const end = isAccepted ? this.#lineEnd() : this.#index + 1;
    if (isAccepted) this.#accepted++;
    const insert = this.#text(this.#index, end);
    this.#index = end;
    this.#typed += insert.length;
    return insert;
  }

  #isRestOfLine(suggestion: AnswerOutcome): boolean {
    const [firstLine = ''] = suggestion.text.split('\n', 1);
    return firstLine !== '' && firstLine === this.#text(this.#index, this.#lineEnd());
  }

  /** Where the line ends that the cursor is in: the next stroke's, unless that one begins another line. */
  #lineEnd(): number {
    const before = this.#strokes[this.#index - 1];
    return before ? before.lineEnd : (this.#strokes[this.#index]?.lineEnd ?? 0);
  }

  #text(from: number, to: number): string {
    return this.#strokes
      .slice(from, to)
      .map((stroke) => stroke.text)
      .join('');
  }
}

function checkLines(document: EditableDocument, from: number, to: number): void {
  if (from >= 1 && from <= to && to <= document.lineCount) return;
  throw new HearthError(
    'input-invalid',
    `Lines ${from} to ${to} cannot be typed: ${document.path} has ${document.lineCount} lines. ` +
      'Give FROM-TO with 1 ≤ FROM ≤ TO ≤ that number.',
  );
}

/** The keys that type `first` to `last` (from 0, inclusive), beginning on an empty line. */
function strokesOf(document: EditableDocument, first: number, last: number): Stroke[] {
  const strokes: Stroke[] = [];
  for (let line = first; line <= last; line++) {
    const text = document.lineAt(line);
    const indentation = /^[ \t]*/.exec(text)?.[0] ?? '';
    const opening = (line > first ? document.lineEndAt(line - 1) : '') + indentation;
    const keys = [opening, ...Array.from(text.slice(indentation.length))].filter((key) => key !== '');
    const lineEnd = strokes.length + keys.length;
    strokes.push(...keys.map((key) => ({ text: key, lineEnd })));
  }
  return strokes;
}
