import { type Item, nothingToEvict, type Policy } from '../policy';

/**
 * Least frequently used while in the cache, and of those the least recently used (Aho, Denning, Ullman: Principles of
 * optimal page replacement, Journal of the ACM 1971, where it is the best rule if requests are independent).
 */
export class Lfu implements Policy {
  /** Keys by how often they were used, in the order of their last use. */
  readonly #byUses = new Map<number, Set<number>>();
  readonly #uses = new Map<number, number>();

  added({ key }: Item): void {
    this.#put(key, 1);
  }

  used({ key }: Item): void {
    const uses = this.#uses.get(key) ?? 0;
    this.removed(key);
    this.#put(key, uses + 1);
  }

  evict(): number {
    const least = Math.min(...this.#byUses.keys());
    for (const key of this.#byUses.get(least) ?? []) {
      this.removed(key);
      return key;
    }
    throw nothingToEvict();
  }

  removed(key: number): void {
    const uses = this.#uses.get(key) ?? 0;
    const keys = this.#byUses.get(uses);
    keys?.delete(key);
    if (keys?.size === 0) this.#byUses.delete(uses);
    this.#uses.delete(key);
  }

  #put(key: number, uses: number): void {
    this.#uses.set(key, uses);
    const keys = this.#byUses.get(uses);
    if (keys) keys.add(key);
    else this.#byUses.set(uses, new Set([key]));
  }
}
