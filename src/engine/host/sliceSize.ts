import type { Clock } from '../../base/clock';

/** Longest slice, in ms: a decode call cannot be aborted, so this bounds how long a key waits for one. */
export const sliceMs = 50;

/**
 * Most tokens in a slice. On the CPU, with flash attention, llama.cpp computes batches of 1 to 63 tokens alike, to the
 * last bit, and larger ones by another path whose sums differ. So the answer to a prompt does not depend on how it
 * came into the cache (measured in `docs/decisions/0007-exact-slices.md`, guarded by `test/engine/kvReuse.test.ts`).
 */
export const mostSliceTokens = 63;

/** Slices shorter than this say little of the speed of longer ones. */
const minSample = 4;

/** How many tokens a slice of prefill has. */
export interface SliceSize {
  readonly tokens: number;
  /** What evaluating a token of a long prompt takes, in ms. */
  readonly msPerToken: number;
  /** Runs one slice of `tokens` tokens. */
  timed(tokens: number, work: () => Promise<void>): Promise<void>;
}

/** One size whatever the machine: answers then depend on nothing but the prompt's history. */
export class FixedSliceSize implements SliceSize {
  readonly tokens = mostSliceTokens;

  /** As the committed cost profile of deterministic replays has it: 250 prompt tokens a second. */
  readonly msPerToken = 4;

  timed(_tokens: number, work: () => Promise<void>): Promise<void> {
    return work();
  }
}

/** Sizes slices by the speed of those before, to take {@link sliceMs}. */
export class MeasuredSliceSize implements SliceSize {
  readonly #clock: Clock;
  /** Tokens a millisecond; slow until measured. */
  #speed = 0.16;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get tokens(): number {
    return Math.max(1, Math.min(mostSliceTokens, Math.floor(this.#speed * sliceMs)));
  }

  get msPerToken(): number {
    return 1 / this.#speed;
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
