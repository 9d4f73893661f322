import type { Clock } from '../../base/clock';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';

/** Times in ms. */
export interface CalmTimes {
  /** At least between two runs. */
  readonly interval: number;
  /** For how long the engine must have rested. */
  readonly rest: number;
  /** After a poke it is run by then, whether the engine rests or not. */
  readonly patience: number;
}

/**
 * Runs `callback` after a poke, yet not beside the engine: what it does takes time of a core that the engine may need.
 * The last poke is never lost.
 */
export class CalmSettler implements Disposable {
  readonly #timer = new MutableDisposable<Disposable>();
  readonly #clock: Clock;
  readonly #times: CalmTimes;
  readonly #restedMs: () => number;
  readonly #callback: () => void;
  #lastRun = -Infinity;

  /** @param restedMs How long the engine has had nothing to do, in ms; 0 while it works. */
  constructor(clock: Clock, times: CalmTimes, restedMs: () => number, callback: () => void) {
    this.#clock = clock;
    this.#times = times;
    this.#restedMs = restedMs;
    this.#callback = callback;
  }

  poke(): void {
    if (this.#timer.value !== undefined) return;
    const now = this.#clock.now();
    const wait = Math.max(0, this.#lastRun + this.#times.interval - now);
    this.#runIn(wait, now + this.#times.patience);
  }

  dispose(): void {
    this.#timer.dispose();
  }

  #runIn(ms: number, latest: number): void {
    this.#timer.value = this.#clock.after(ms, () => {
      this.#timer.clear();
      const now = this.#clock.now();
      const missing = this.#times.rest - this.#restedMs();
      if (missing > 0 && now < latest) {
        this.#runIn(Math.min(missing, latest - now), latest);
        return;
      }
      this.#lastRun = now;
      this.#callback();
    });
  }
}
