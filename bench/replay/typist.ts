import type { AnswerOutcome } from '../../src/completion/outcome';
import type { TextEdit } from './editableDocument';

/** What every event says: when it happens, in ms from the start of the replay, and in which document. */
interface Moment {
  readonly at: number;
  /** Path of the document; where absent, that of the event before, and at the start the first document. */
  readonly file?: string;
}

/** An edit. `cursor` is where the cursor stands after it; where absent, behind the insertion. */
export interface EditEvent extends Moment {
  readonly edit: TextEdit;
  readonly cursor?: number;
}

/** The cursor goes somewhere without an edit; with another `file`, the user turns to that document. */
export interface MoveEvent extends Moment {
  readonly cursor: number;
}

/** What happens at one moment of a replay. Offsets count UTF-16 units. */
export type ReplayEvent = EditEvent | MoveEvent;

/** Where the cursor stands after an event, as an offset. */
export function cursorAfter(event: ReplayEvent): number {
  if (!('edit' in event)) return event.cursor;
  return event.cursor ?? event.edit.offset + event.edit.insert.length;
}

/**
 * Whether an editor asks for a completion after an event: it does after an edit that the cursor stands in or
 * next to. A move of the cursor asks for none, nor does an edit elsewhere in the document, such as an import
 * that a tool adds.
 */
export function asksForCompletion(event: ReplayEvent): boolean {
  if (!('edit' in event)) return false;
  const { offset, insert } = event.edit;
  const cursor = cursorAfter(event);
  return cursor >= offset && cursor <= offset + insert.length;
}

/** What taking suggestions saved a typist. Characters are code points; a line break with its indentation is one. */
export interface AcceptCounts {
  /** Suggestions taken. */
  readonly accepted: number;
  /** Characters that taking suggestions inserted, less one key press for each. */
  readonly charsSaved: number;
  /** Keys pressed to type the text, those that took a suggestion included. */
  readonly keysPressed: number;
  /** Characters of the text: the keys it takes without suggestions. */
  readonly characters: number;
}

/** Who produces the events of a replay. */
export interface Typist {
  /** When the next event is due, in ms from the start of the replay; undefined at the end. */
  readonly nextAt: number | undefined;
  /** The event due at `nextAt`, made with the suggestion then on screen in view. */
  next(suggestion: AnswerOutcome | undefined): ReplayEvent;
  /** Undefined where the typist never takes suggestions because the events are given. */
  readonly accept: AcceptCounts | undefined;
}

/** Plays the events of a trace as they are. */
export class TraceTypist implements Typist {
  readonly accept = undefined;
  readonly #events: readonly ReplayEvent[];
  #index = 0;

  constructor(events: readonly ReplayEvent[]) {
    this.#events = events;
  }

  get nextAt(): number | undefined {
    return this.#events[this.#index]?.at;
  }

  next(): ReplayEvent {
    const event = this.#events[this.#index++];
    if (!event) throw new RangeError('The trace has ended.');
    return event;
  }
}
