import { seededRandom } from './random';

/** Repeatable random choices. */
export class RandomChoice {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number {
    return Math.floor(this.#next() * limit);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Up to `limit` − 1 of the given pieces, joined. */
  text(pieces: readonly [string, ...string[]], limit: number): string {
    return Array.from({ length: this.below(limit) }, () => this.pick(pieces)).join('');
  }
}
