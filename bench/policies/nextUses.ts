import type { Access } from './access';

/**
 * For a policy that knows the future: when a key is looked up next. The accesses are to be played in order, and
 * {@link NextUses.passed} called before each.
 */
export class NextUses {
  readonly #lookups = new Map<number, number[]>();
  #now = -1;

  constructor(accesses: readonly Access[]) {
    for (const [index, { kind, item }] of accesses.entries()) {
      if (kind !== 'look' || item === undefined) continue;
      const lookups = this.#lookups.get(item.key);
      if (lookups) lookups.push(index);
      else this.#lookups.set(item.key, [index]);
    }
    // The next one is at the end, so that taking it off costs nothing.
    for (const lookups of this.#lookups.values()) lookups.reverse();
  }

  passed(): void {
    this.#now++;
  }

  /** Infinity where it is never looked up again. */
  after(key: number): number {
    const lookups = this.#lookups.get(key) ?? [];
    while ((lookups.at(-1) ?? Infinity) <= this.#now) lookups.pop();
    return lookups.at(-1) ?? Infinity;
  }
}
