import { type Disposable, toDisposable } from './lifecycle';

/** Time as the code sees it, so that tests and the deterministic replay can bring their own. */
export interface Clock {
  /** Milliseconds on a monotonic scale with an arbitrary origin. */
  now(): number;
  /** Runs `callback` once after `ms` milliseconds unless disposed before. */
  after(ms: number, callback: () => void): Disposable;
}

export class SystemClock implements Clock {
  now(): number {
    return performance.now();
  }

  after(ms: number, callback: () => void): Disposable {
    const timer = setTimeout(callback, ms);
    return toDisposable(() => clearTimeout(timer));
  }
}
