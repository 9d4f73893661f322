import { type Item, nothingToEvict, type Policy } from '../policy';

/** Any entry, each as likely (Belady 1966); what a policy must beat to be worth having. */
export class RandomEviction implements Policy {
  readonly #random: () => number;
  readonly #keys: number[] = [];
  readonly #at = new Map<number, number>();

  /** `random`: numbers from 0 to below 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  added({ key }: Item): void {
    this.#at.set(key, this.#keys.length);
    this.#keys.push(key);
  }

  used(): void {}

  evict(): number {
    const key = this.#keys[Math.floor(this.#random() * this.#keys.length)];
    if (key === undefined) throw nothingToEvict();
    this.removed(key);
    return key;
  }

  /** The last key takes the place of the one that goes. */
  removed(key: number): void {
    const at = this.#at.get(key);
    const last = this.#keys.at(-1);
    if (at === undefined || last === undefined) return;
    this.#keys[at] = last;
    this.#at.set(last, at);
    this.#keys.pop();
    this.#at.delete(key);
  }
}
