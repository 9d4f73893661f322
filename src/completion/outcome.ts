import type { FailureReason } from '../base/errors';
import type { EngineCost } from '../engine/port';
import type { OfferedText } from './acceptedDocument';

/** Where an answer came from; see `docs/architecture.md`, "Measures". */
export const origins = ['typed-through', 'cache', 'joined', 'warm', 'cold'] as const;
export type Origin = (typeof origins)[number];

/** An engine request counts as warm up to this many foreground tokens. */
export const warmTokenLimit = 32;

export interface AnswerOutcome {
  readonly kind: 'answer';
  readonly origin: Origin;
  /** Text to insert at the cursor. Never empty. Line breaks are `\n`. */
  readonly text: string;
  /** How many UTF-16 units right of the cursor the text replaces: closers that it repeats. */
  readonly replaceAfter: number;
  /** Other answers for the same place, where they were asked for and there are any. */
  readonly alternatives?: readonly OfferedText[];
  /** Whether the engine still works on the rest: the next key finds it. */
  readonly isPart?: boolean;
  /** From the provider call to this answer, in ms. */
  readonly timeToTextMs: number;
  /** From the provider call to the first generated token, in ms; absent without engine work. */
  readonly firstTokenMs?: number;
  /**
   * Cost of the engine run behind the answer. It is on exactly one outcome: of the request that began the run, or,
   * where that one was cancelled before, of the first that joined it.
   */
  readonly cost?: EngineCost;
}

export type NoAnswerReason =
  | 'disabled'
  | 'excluded'
  /** Not worth asking the engine for; see `whenToAsk.ts`. */
  | 'held-back'
  | 'aborted'
  | 'superseded'
  | 'empty'
  | 'filtered'
  | 'failed';

export interface NoAnswerOutcome {
  readonly kind: 'none';
  readonly reason: NoAnswerReason;
  /** Where `reason` is `filtered`: the name of the filter. */
  readonly filter?: string;
  /** Where `reason` is `filtered`: the text that it stopped, unless it may not be shown at all. For the user who asks. */
  readonly dropped?: string;
  /** Where `reason` is `failed`: which failure. */
  readonly failure?: FailureReason;
  /** Why, in words, for the log and for the user who asks. */
  readonly detail?: string;
  /** Where the answer "nothing here" came from. Absent where a guard said so, or where there was no answer. */
  readonly origin?: Origin;
  /** See {@link AnswerOutcome.cost}. */
  readonly cost?: EngineCost;
}

/** How a request ended. Every request ends in exactly one; metrics are computed from nothing else. */
export type CompletionOutcome = AnswerOutcome | NoAnswerOutcome;

/** The key an outcome is counted under: `answer:warm`, `none:filtered`, … */
export function outcomeKind(outcome: CompletionOutcome): string {
  return outcome.kind === 'answer' ? `answer:${outcome.origin}` : `none:${outcome.reason}`;
}

export function none(
  reason: NoAnswerReason,
  more: Omit<NoAnswerOutcome, 'kind' | 'reason'> = {},
): NoAnswerOutcome {
  return { kind: 'none', reason, ...more };
}
