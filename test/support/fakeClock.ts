import type { Clock } from '../../src/base/clock';
import { type Disposable, toDisposable } from '../../src/base/lifecycle';

/** Time that moves only when told to. Does not begin at 0, which `lru-cache` takes for "no time". */
export class FakeClock implements Clock {
  #now = 1_000;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Disposable {
    const timer = { due: this.#now + ms, callback };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** Timers that neither ran nor were disposed. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time on and runs what is due, in order, letting promises settle before and after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settlePromises();
    for (;;) {
      const next = [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.callback();
      await settlePromises();
    }
    this.#now = end;
  }
}

/** Lets every promise that can settle without a timer do so. */
export async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}
