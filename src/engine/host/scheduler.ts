import type { Clock } from '../../base/clock';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';
import { raceAbort, throwIfAborted } from '../../base/abort';

/** Work that advances in slices and can be left between any two of them. */
export interface BackgroundWork {
  /** Evaluates at most `maxTokens` tokens and says how many it did; 0 when nothing is left to do. */
  slice(maxTokens: number): Promise<number>;
}

/**
 * Decides who computes: foreground requests one after another, in order of arrival; background slices only while
 * there is none. A request that arrives during a slice waits for its end, at most a slice's time.
 */
export class Scheduler implements Disposable {
  readonly #clock: Clock;
  readonly #idleTimer = new MutableDisposable<Disposable>();
  #tail: Promise<unknown> = Promise.resolve();
  /** Foreground requests that wait or run. */
  #requests = 0;
  #background: BackgroundWork | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs `work` when it is its turn. An abort while waiting rejects at once; the work then never starts. */
  async foreground<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    throwIfAborted(signal);
    this.#idleTimer.clear();
    this.#requests++;
    const turn = this.#enqueue(async () => {
      try {
        throwIfAborted(signal);
        return await work();
      } finally {
        this.#requests--;
      }
    });
    return raceAbort(turn, signal);
  }

  /** Sets what to do once nothing was asked for `delayMs`. The work before it is forgotten. */
  whenIdle(delayMs: number, work: BackgroundWork, sliceTokens: () => number): void {
    this.#background = work;
    this.#idleTimer.value = this.#clock.after(delayMs, () => void this.#runSlices(work, sliceTokens));
  }

  /** Runs background work now, at most `maxTokens` tokens of it, yielding to foreground requests. */
  async runBackground(work: BackgroundWork, maxTokens: number, sliceTokens: () => number): Promise<number> {
    let left = maxTokens;
    while (left > 0 && this.#requests === 0) {
      const done = await this.#enqueue(() => work.slice(Math.min(left, sliceTokens())));
      if (done === 0) break;
      left -= done;
    }
    return maxTokens - left;
  }

  /** Resolves when everything queued so far has ended. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#enqueue(work);
  }

  dispose(): void {
    this.#background = undefined;
    this.#idleTimer.dispose();
  }

  async #runSlices(work: BackgroundWork, sliceTokens: () => number): Promise<void> {
    while (this.#requests === 0 && this.#background === work) {
      const done = await this.#enqueue(() => work.slice(sliceTokens())).catch(() => 0);
      if (done === 0) return;
    }
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }
}
