import type { Clock } from '../base/clock';

/** A longer gap between two keys is a pause and says nothing about the rhythm, in ms. */
const longestGapMs = 1_000;

const gapsKept = 15;
const gapMsAtFirst = 200;

/** How fast the user types: the median time between the last keys, in ms. 200 (60 words a minute) until that is known. */
export class TypingRhythm {
  readonly #clock: Clock;
  readonly #gaps: number[] = [];
  #lastKey = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A key was pressed now. */
  key(): void {
    const now = this.#clock.now();
    const gap = now - this.#lastKey;
    this.#lastKey = now;
    if (gap > longestGapMs) return;
    this.#gaps.push(gap);
    if (this.#gaps.length > gapsKept) this.#gaps.shift();
  }

  get gapMs(): number {
    const sorted = this.#gaps.toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? gapMsAtFirst;
  }
}
