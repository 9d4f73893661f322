import type { CompletionOutcome } from '../../src/completion/outcome';
import { idleness } from '../../src/engine/idleness';
import { type CostProfile, promptTokensIn } from './costProfile';
import type { Pacing } from './pacing';
import type { ProfiledEngine } from './profiledEngine';
import { turn, type VirtualClock } from './virtualClock';

/** More turns without an engine request or a timer than this mean that a request waits for nothing. */
const turnLimit = 10_000;

export interface ProfiledPacingOptions {
  readonly clock: VirtualClock;
  readonly engine: ProfiledEngine;
  readonly profile: CostProfile;
  /** Does background work of at most `maxTokens` prompt tokens. */
  readonly runBackground: (maxTokens: number) => Promise<unknown>;
}

/**
 * The pace of the deterministic replay: no real time, every request is answered before the next event. The
 * typist waits for a late answer, and then all that follows comes later by as much. What is left of a gap
 * after the answer and the delay is spent on background work at the profile's speed.
 */
export class ProfiledPacing implements Pacing {
  readonly #options: ProfiledPacingOptions;
  #outcome: CompletionOutcome | undefined;
  /** How long after the last event background work may begin, in ms. */
  #delayMs: number = idleness.idleMs;
  /** The last event, or the start, in the time of the trace and in that of the clock. */
  #last: { readonly at: number; readonly time: number };

  constructor(options: ProfiledPacingOptions) {
    this.#options = options;
    this.#last = { at: 0, time: options.clock.now() };
  }

  get outcome(): CompletionOutcome | undefined {
    return this.#outcome;
  }

  async until(at: number): Promise<void> {
    await this.#passGap(this.#last.time, this.#last.time + at - this.#last.at);
    this.#last = { at, time: this.#options.clock.now() };
  }

  async ask(request: (signal: AbortSignal) => Promise<CompletionOutcome>): Promise<void> {
    this.#outcome = undefined;
    this.#delayMs = idleness.idleMs;
    this.#outcome = await this.#settle(request(new AbortController().signal));
  }

  leave(): void {
    this.#outcome = undefined;
    this.#delayMs = idleness.restMs;
  }

  finish(): Promise<void> {
    return Promise.resolve();
  }

  async #passGap(from: number, to: number): Promise<void> {
    const { clock, engine, profile, runBackground } = this.#options;
    await this.#passTo(Math.min(Math.max(from + this.#delayMs, clock.now()), to));
    const idleFrom = Math.max(from + this.#delayMs, clock.now(), engine.aheadUntil);
    await this.#passTo(Math.min(idleFrom, to));
    const tokens = promptTokensIn(to - idleFrom, profile);
    if (tokens > 0) await runBackground(tokens);
    await this.#passTo(to);
  }

  /**
   * Lets time pass, and the engine come to rest before and after: what it computes ahead begins a moment after an answer, and
   * how far the real one then is must decide nothing.
   */
  async #passTo(time: number): Promise<void> {
    await this.#rest();
    await this.#options.clock.passTo(time);
    await this.#rest();
  }

  async #rest(): Promise<void> {
    const { engine } = this.#options;
    while (engine.isBusy) {
      await engine.settled();
      await turn();
    }
  }

  /** Lets time pass until `promise` settles: the engine's own while it works, otherwise that of the timers. */
  async #settle<T>(promise: Promise<T>): Promise<T> {
    const { clock, engine } = this.#options;
    const state = { isSettled: false };
    const settled = promise.finally(() => (state.isSettled = true));
    settled.catch(() => undefined);
    for (let idleTurns = 0; idleTurns < turnLimit; idleTurns++) {
      await turn();
      if (state.isSettled) return settled;
      if (engine.isBusy) await engine.settled();
      else if (!clock.runNext()) continue;
      idleTurns = 0;
    }
    throw new Error('A request waits, but for neither the engine nor a timer.');
  }
}
