import type { AnswerOutcome, Origin } from '../../src/completion/outcome';
import type { ModelCost } from './peer';

/** One answer of a model for which somebody waited. */
export interface ModelAnswer extends ModelCost {
  /** Whether it was the first in its document. */
  readonly isFirst: boolean;
}

/** Where a text that is shown came from: Hearth's origins, or a peer's model or its own cache. */
export type TextOrigin = Origin | 'model' | 'client cache';

/** What happened while a trace was played. */
export interface Played {
  readonly requests: number;
  readonly keystrokes: number;
  readonly answers: readonly ModelAnswer[];
  /** Prompt tokens evaluated while nobody waited. */
  readonly backgroundTokens: number;
  /** How long each text took, in ms from the request. */
  readonly textMs: Readonly<Partial<Record<TextOrigin, readonly number[]>>>;
  /** What was on the screen after each event of the trace, by the event's index. */
  readonly shown: ReadonlyMap<number, ShownText>;
}

export type ShownText = Pick<AnswerOutcome, 'text' | 'replaceAfter'>;
