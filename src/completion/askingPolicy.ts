import type { Clock } from '../base/clock';
import type { Position } from './document';
import { isMidLine } from './filters/midLine';
import { type NoAnswerOutcome, none } from './outcome';
import { Reluctance } from './reluctance';
import type { CompletionRequest } from './request';
import { TypingRhythm } from './rhythm';
import { Samples } from './samples';
import { isLineComplete, waitBeforeAsking } from './whenToAsk';

/** Answers whose time to the first token is remembered. */
const timesKept = 32;

/** Step 4 of the pipeline: whether the engine is worth asking, and how long to wait for the next key before. */
export class AskingPolicy {
  readonly #clock: Clock;
  #rhythm: TypingRhythm;
  #reluctance = new Reluctance();
  #warmFirstToken = new Samples(timesKept);

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rhythm = new TypingRhythm(clock);
  }

  /** Forgets what it learned. */
  clear(): void {
    this.#rhythm = new TypingRhythm(this.#clock);
    this.#reluctance = new Reluctance();
    this.#warmFirstToken = new Samples(timesKept);
  }

  /** A request came that passed the guards. */
  asked({ document, trigger }: CompletionRequest, position: Position): void {
    if (trigger === 'automatic') this.#rhythm.key();
    this.#reluctance.asked(
      document.uri,
      position,
      document.lineAt(position.line).slice(0, position.character),
    );
  }

  /** A suggestion is shown behind `head`, the line's text before the cursor. */
  shown(head: string, text: string): void {
    this.#reluctance.shown(head, text);
  }

  /** A warm request had its first token after so many ms. */
  warmFirstToken(ms: number): void {
    this.#warmFirstToken.add(ms);
  }

  /** Why the engine is not asked; undefined where it is. */
  heldBack({ document, trigger }: CompletionRequest, position: Position): HeldBack | undefined {
    if (trigger === 'explicit') return undefined;
    const line = document.lineAt(position.line);
    if (isMidLine(line.slice(position.character))) {
      const outcome = none('held-back', { detail: 'Words follow the cursor in its line.' });
      return { isLineComplete: false, outcome };
    }
    if (isLineComplete(line.slice(0, position.character), line.slice(position.character))) {
      return { isLineComplete: true, outcome: none('held-back', { detail: 'The line is complete.' }) };
    }
    if (!this.#reluctance.isTired) return undefined;
    const detail = 'The last suggestions in this line were all typed over.';
    return { isLineComplete: false, outcome: none('held-back', { detail }) };
  }

  /** How long to wait, in ms; see {@link waitBeforeAsking}. */
  waitMs({ trigger }: CompletionRequest, isWarm: boolean, isBusy: boolean): number {
    const { count, p50 } = this.#warmFirstToken.distribution();
    return waitBeforeAsking({
      isExplicit: trigger === 'explicit',
      isWarm,
      isBusy,
      gapMs: this.#rhythm.gapMs,
      firstTokenMs: count === 0 ? undefined : p50,
    });
  }
}

export interface HeldBack {
  /** Whether all that can follow is on another line. */
  readonly isLineComplete: boolean;
  readonly outcome: NoAnswerOutcome;
}
