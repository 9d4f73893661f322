import type { Clock } from '../../base/clock';

/** Longest slice, in ms: a decode call cannot be aborted, so this bounds how long a key waits for one. */
export const sliceMs = 50;

/** Slices shorter than this say little of the speed of longer ones. */
const minSample = 4;

/** How many tokens a slice of prefill has. */
export interface SliceSize {
  readonly tokens: number;
  /** Runs one slice of `tokens` tokens. */
  timed(tokens: number, work: () => Promise<void>): Promise<void>;
}

/** One size whatever the machine: answers then depend on nothing but the prompt's history. */
export class FixedSliceSize implements SliceSize {
  readonly tokens = 64;

  timed(_tokens: number, work: () => Promise<void>): Promise<void> {
    return work();
  }
}

/** Sizes slices by the speed of those before, to take {@link sliceMs}. */
export class MeasuredSliceSize implements SliceSize {
  readonly #clock: Clock;
  readonly #maxTokens: number;
  /** Tokens a millisecond; slow until measured. */
  #speed = 0.16;

  constructor(clock: Clock, maxTokens: number) {
    this.#clock = clock;
    this.#maxTokens = maxTokens;
  }

  get tokens(): number {
    return Math.max(1, Math.min(this.#maxTokens, Math.floor(this.#speed * sliceMs)));
  }

  /** Runs one slice and learns from it. A slow one counts at once, a fast one by half. */
  async timed(tokens: number, work: () => Promise<void>): Promise<void> {
    const start = this.#clock.now();
    await work();
    const elapsed = Math.max(this.#clock.now() - start, 0.1);
    if (tokens < minSample && tokens < this.tokens) return;
    const speed = tokens / elapsed;
    this.#speed = speed < this.#speed ? speed : (this.#speed + speed) / 2;
  }
}
