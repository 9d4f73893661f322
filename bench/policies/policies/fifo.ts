import { type Item, nothingToEvict, type Policy } from '../policy';

/** First in, first out (Belady: A study of replacement algorithms for a virtual-storage computer, IBM Systems Journal 1966). */
export class Fifo implements Policy {
  /** In the order in which they came. */
  readonly #keys = new Set<number>();

  added({ key }: Item): void {
    this.#keys.add(key);
  }

  used(): void {}

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
