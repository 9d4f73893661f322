import { delay } from '../../src/base/delay';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineCost,
  EngineRequest,
  TextListener,
} from '../../src/engine/port';
import { type CostProfile, profiledCost } from './costProfile';
import type { VirtualClock } from './virtualClock';
import { WrappedEngine } from './wrappedEngine';

/**
 * An engine whose work takes the time of a cost profile: it lets a virtual clock pass and rewrites the times
 * of the cost. The text comes by as many characters a token, since how a stream is cut depends on the real machine. What
 * is computed ahead is called off by the next request, as in the engine itself.
 */
export class ProfiledEngine extends WrappedEngine {
  readonly #clock: VirtualClock;
  readonly #profile: CostProfile;
  readonly #running = new Set<Promise<unknown>>();
  #ahead = new AbortController();
  #aheadUntil = -Infinity;

  constructor(inner: CompletionEngine, clock: VirtualClock, profile: CostProfile) {
    super(inner);
    this.#clock = clock;
    this.#profile = profile;
  }

  /** Whether a request runs, while which only the engine may let time pass. */
  get isBusy(): boolean {
    return this.#running.size > 0;
  }

  /** Resolves when a request that runs now has ended in any way; at once where none runs. */
  async settled(): Promise<void> {
    if (this.isBusy) await Promise.race(this.#running);
  }

  /** When what is computed ahead will be there, in the clock's time; in the past where nothing is. */
  get aheadUntil(): number {
    return this.#aheadUntil;
  }

  override complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    this.#ahead.abort();
    this.#aheadUntil = -Infinity;
    if (request.priority === 'ahead') return this.#completeAhead(request, signal, onText);
    return this.#tracked(this.#complete(request, signal, onText));
  }

  async #complete(request: EngineRequest, signal: AbortSignal, onText?: TextListener): Promise<EngineAnswer> {
    const start = this.#clock.now();
    const answer = await this.inner.complete(request, signal);
    const cost = profiledCost(answer.cost, this.#profile);
    for (const { at, text } of streamOf(answer, cost)) {
      await this.#clock.passTo(start + at);
      onText?.(text, answer.confidence);
    }
    await this.#clock.passTo(start + cost.totalMs);
    return { ...answer, cost };
  }

  /** Computes at once, and has the answer come when the profile says, unless anything else is asked before. */
  async #completeAhead(
    request: EngineRequest,
    ownSignal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    this.#ahead = new AbortController();
    const signal = AbortSignal.any([ownSignal, this.#ahead.signal]);
    const start = this.#clock.now();
    const answer = await this.#tracked(this.inner.complete(request, signal));
    const cost = profiledCost(answer.cost, this.#profile);
    this.#aheadUntil = start + cost.totalMs;
    for (const { at, text } of streamOf(answer, cost)) {
      await delay(this.#clock, start + at - this.#clock.now(), signal);
      onText?.(text, answer.confidence);
    }
    await delay(this.#clock, this.#aheadUntil - this.#clock.now(), signal);
    return { ...answer, cost };
  }

  #tracked(answer: Promise<EngineAnswer>): Promise<EngineAnswer> {
    const running: Promise<unknown> = answer
      .finally(() => this.#running.delete(running))
      .catch(() => undefined);
    this.#running.add(running);
    return answer;
  }
}

/** The text as it grows, and when, in ms from the request. */
function streamOf(
  { text }: EngineAnswer,
  cost: EngineCost,
): { readonly at: number; readonly text: string }[] {
  const tokens = Math.max(1, cost.generatedTokens);
  const characters = Array.from(text);
  return Array.from({ length: text === '' ? 0 : tokens }, (_, token) => ({
    at: cost.firstTokenMs + ((cost.totalMs - cost.firstTokenMs) * token) / tokens,
    text: characters.slice(0, Math.ceil((characters.length * (token + 1)) / tokens)).join(''),
  }));
}
