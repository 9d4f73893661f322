import type { Clock } from '../../src/base/clock';
import { type Disposable, toDisposable } from '../../src/base/lifecycle';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Lets everything that is ready to run do so. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes only when told to. Timers run in the order of their due times, then of their creation. */
export class VirtualClock implements Clock {
  // Not 0, which caches take for "no time".
  #now = 1;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Disposable {
    const timer: Timer = { due: this.#now + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return toDisposable(() => this.#timers.delete(timer));
  }

  /** When the next timer is due; undefined without timers. */
  get nextDue(): number | undefined {
    return this.#earliest()?.due;
  }

  /** Moves to the next timer and runs it; `false` without timers. */
  runNext(): boolean {
    const timer = this.#earliest();
    if (!timer) return false;
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.due);
    timer.callback();
    return true;
  }

  /** Moves to `time` (ms), running on the way what is due; a time in the past changes nothing. */
  advanceTo(time: number): void {
    for (let due = this.nextDue; due !== undefined && due <= time; due = this.nextDue) this.runNext();
    this.#now = Math.max(this.#now, time);
  }

  /** Moves to `time` as {@link advanceTo} does, and lets what each timer has started begin before the next one runs. */
  async passTo(time: number): Promise<void> {
    for (let due = this.nextDue; due !== undefined && due <= time; due = this.nextDue) {
      this.runNext();
      await turn();
    }
    this.advanceTo(time);
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers) {
      if (!earliest || timer.due < earliest.due) earliest = timer;
    }
    return earliest;
  }
}
