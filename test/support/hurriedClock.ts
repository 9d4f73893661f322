import { type Clock, SystemClock } from '../../src/base/clock';
import type { Disposable } from '../../src/base/lifecycle';

/** A real clock whose delays are a fraction as long, for tests that wait for something to be given up. */
export class HurriedClock implements Clock {
  readonly #clock = new SystemClock();
  readonly #factor: number;

  constructor(factor: number) {
    this.#factor = factor;
  }

  now(): number {
    return this.#clock.now();
  }

  after(ms: number, callback: () => void): Disposable {
    return this.#clock.after(ms / this.#factor, callback);
  }
}
