import type { Clock } from '../base/clock';
import { type Disposable, MutableDisposable } from '../base/lifecycle';

/** Runs `callback` soon after a poke, yet at most once every `intervalMs`; the last poke is never lost. */
export class Settler implements Disposable {
  readonly #timer = new MutableDisposable<Disposable>();
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #callback: () => void;
  #lastRun = -Infinity;

  constructor(clock: Clock, intervalMs: number, callback: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#callback = callback;
  }

  poke(): void {
    if (this.#timer.value !== undefined) return;
    const wait = Math.max(0, this.#lastRun + this.#intervalMs - this.#clock.now());
    this.#timer.value = this.#clock.after(wait, () => {
      this.#timer.clear();
      this.#lastRun = this.#clock.now();
      this.#callback();
    });
  }

  dispose(): void {
    this.#timer.dispose();
  }
}
