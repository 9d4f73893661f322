import { type Item, nothingToEvict, type Policy } from '../policy';

/**
 * LRU that knows what an entry costs: GreedyDual-Size (Cao, Irani: Cost-aware WWW proxy caching algorithms, USITS 1997).
 * An entry is worth its cost by its size, counted from a level that rises to the worth of each entry that goes, so that
 * what is not used grows old. Of entries worth the same the least recently used one goes.
 */
export class GreedyDualSize implements Policy {
  /** In the order of their last use. */
  readonly #worth = new Map<number, number>();
  #level = 0;

  added(item: Item): void {
    this.#worth.set(item.key, this.#worthOf(item));
  }

  used(item: Item): void {
    this.#worth.delete(item.key);
    this.#worth.set(item.key, this.#worthOf(item));
  }

  evict(): number {
    let least: readonly [number, number] | undefined;
    for (const entry of this.#worth) if (!least || entry[1] < least[1]) least = entry;
    if (!least) throw nothingToEvict();
    const [key, worth] = least;
    this.#level = worth;
    this.#worth.delete(key);
    return key;
  }

  removed(key: number): void {
    this.#worth.delete(key);
  }

  #worthOf({ costMs, bytes }: Item): number {
    return this.#level + costMs / bytes;
  }
}
