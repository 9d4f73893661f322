import { type Item, nothingToEvict, type Policy } from '../policy';

/** A policy that evicts from the front of a queue; those of it differ in what a use does. */
export abstract class Queue implements Policy {
  /** The next to go first. */
  readonly #keys = new Set<number>();

  abstract used(item: Item): void;

  added({ key }: Item): void {
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
