import type { NextUses } from '../nextUses';
import { type Item, nothingToEvict, type Policy } from '../policy';

/**
 * Gives up what is needed again last (Belady 1966, his MIN). It knows the future, so no cache can have it: for entries of
 * one size it is the best that any policy could do.
 */
export class Optimal implements Policy {
  /** When each key is looked up next; never is infinity. */
  readonly #next = new Map<number, number>();
  readonly #future: NextUses;

  constructor(future: NextUses) {
    this.#future = future;
  }

  passed(): void {
    this.#future.passed();
  }

  added({ key }: Item): void {
    this.#next.set(key, this.#future.after(key));
  }

  used({ key }: Item): void {
    this.#next.set(key, this.#future.after(key));
  }

  evict(): number {
    let last: readonly [number, number] | undefined;
    for (const entry of this.#next) {
      if (!last || entry[1] > last[1]) last = entry;
      if (entry[1] === Infinity) break;
    }
    if (!last) throw nothingToEvict();
    this.#next.delete(last[0]);
    return last[0];
  }

  removed(key: number): void {
    this.#next.delete(key);
  }
}
