import type { CompletionEngine, EngineAnswer, EngineRequest } from '../../src/engine/port';
import { type CostProfile, profiledCost } from './costProfile';
import type { VirtualClock } from './virtualClock';
import { WrappedEngine } from './wrappedEngine';

/**
 * An engine whose work takes the time of a cost profile: it lets a virtual clock pass and rewrites the times
 * of the cost. The text comes in one piece at the end, since how a stream is cut depends on the real machine.
 */
export class ProfiledEngine extends WrappedEngine {
  readonly #clock: VirtualClock;
  readonly #profile: CostProfile;
  readonly #running = new Set<Promise<unknown>>();

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

  override complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<EngineAnswer> {
    const answer = this.#complete(request, signal, onText);
    const running: Promise<unknown> = answer
      .finally(() => this.#running.delete(running))
      .catch(() => undefined);
    this.#running.add(running);
    return answer;
  }

  async #complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: (textSoFar: string) => void,
  ): Promise<EngineAnswer> {
    const start = this.#clock.now();
    const answer = await this.inner.complete(request, signal);
    const cost = profiledCost(answer.cost, this.#profile);
    this.#clock.advanceTo(start + cost.firstTokenMs);
    if (answer.text !== '') onText?.(answer.text);
    this.#clock.advanceTo(start + cost.totalMs);
    return { ...answer, cost };
  }
}
