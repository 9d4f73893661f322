import type { AnswerOutcome } from '../../src/completion/outcome';
import type { TextEdit } from './editableDocument';

/** What happens at one moment of a replay: an edit, after which the cursor ends behind the insertion, or a move. */
export type ReplayEvent =
  { readonly at: number; readonly edit: TextEdit } | { readonly at: number; readonly cursor: number };

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
