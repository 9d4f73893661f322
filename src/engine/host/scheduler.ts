import type { Clock } from '../../base/clock';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';
import { raceAbort, throwIfAborted } from '../../base/abort';
import type { BackgroundAllowance } from './background/allowance';

/** Work that advances in slices and can be left between any two of them. */
export interface BackgroundWork {
  /** Evaluates at most `maxTokens` tokens and says how many it did; 0 when nothing is left to do. */
  slice(maxTokens: number): Promise<number>;
}

/** What a slice did, in tokens, or how long it has to wait. */
interface SliceResult {
  readonly done: number;
  readonly waitMs: number;
}

const nothingDone: SliceResult = { done: 0, waitMs: 0 };

/**
 * Decides who computes: foreground requests one after another, in order of arrival; background slices only while
 * there is none, and only as far as they are allowed to. A request that arrives during a slice waits for its end, at most
 * a slice's time.
 */
export class Scheduler implements Disposable {
  readonly #clock: Clock;
  readonly #allowance: () => BackgroundAllowance;
  readonly #onWork: () => void;
  readonly #idleTimer = new MutableDisposable<Disposable>();
  #tail: Promise<unknown> = Promise.resolve();
  /** Foreground requests that wait or run. */
  #requests = 0;
  #background: BackgroundWork | undefined;

  /**
   * `allowance` is asked for before each slice: an engine learns what it is when it loads. `onWork` is told when any work
   * begins, and when it ends.
   */
  constructor(clock: Clock, allowance: () => BackgroundAllowance, onWork: () => void = () => {}) {
    this.#clock = clock;
    this.#allowance = allowance;
    this.#onWork = onWork;
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

  /**
   * Sets what to do once nothing was asked for `delayMs`. The work before it is forgotten. Where the allowance is used
   * up, the work goes on later, unless something is asked for first.
   */
  whenIdle(delayMs: number, work: BackgroundWork, sliceTokens: () => number): void {
    this.#background = work;
    this.#runSlicesAfter(delayMs, work, sliceTokens);
  }

  /**
   * Runs background work now, at most `maxTokens` tokens of it, yielding to foreground requests. It was asked for by
   * hand, so it waits for no allowance.
   */
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

  #runSlicesAfter(delayMs: number, work: BackgroundWork, sliceTokens: () => number): void {
    this.#idleTimer.value = this.#clock.after(delayMs, () => void this.#runSlices(work, sliceTokens));
  }

  async #runSlices(work: BackgroundWork, sliceTokens: () => number): Promise<void> {
    while (this.#isDue(work)) {
      const { done, waitMs } = await this.#enqueue(() => this.#slice(work, sliceTokens)).catch(
        () => nothingDone,
      );
      if (waitMs > 0) {
        if (this.#isDue(work) && waitMs < Infinity) this.#runSlicesAfter(waitMs, work, sliceTokens);
        return;
      }
      if (done === 0) return;
    }
  }

  #isDue(work: BackgroundWork): boolean {
    return this.#requests === 0 && this.#background === work;
  }

  /** Asks in its turn: what ran before it may have used up the allowance, and a request may have come meanwhile. */
  async #slice(work: BackgroundWork, sliceTokens: () => number): Promise<SliceResult> {
    if (!this.#isDue(work)) return nothingDone;
    const allowance = this.#allowance();
    const waitMs = allowance.waitMs();
    if (waitMs > 0) return { done: 0, waitMs };
    return { done: await allowance.measured(() => work.slice(sliceTokens())), waitMs };
  }

  #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => {
      this.#onWork();
      return work().finally(this.#onWork);
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }
}
