import { type Item, nothingToEvict, type Policy } from '../policy';

/**
 * Least recently used (Mattson, Gecsei, Slutz, Traiger: Evaluation techniques for storage hierarchies, IBM Systems
 * Journal 1970). What the product does, by `lru-cache`.
 */
export class Lru implements Policy {
  /** In the order of their last use. */
  readonly #keys = new Set<number>();

  added({ key }: Item): void {
    this.#keys.add(key);
  }

  used({ key }: Item): void {
    this.#keys.delete(key);
    this.#keys.add(key);
  }

  evict(): number {
    for (const key of this.#keys) {
      this.#keys.delete(key);
      return key;
    }
    throw nothingToEvict();
  }

  removed(key: number): void {
    this.#keys.delete(key);
  }
}
