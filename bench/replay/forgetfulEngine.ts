import { AbortError } from '../../src/base/abort';
import type { EngineAnswer, EngineRequest, TextListener } from '../../src/engine/port';
import { WrappedEngine } from './wrappedEngine';

/**
 * Forgets all KV state before each request, to show what keeping it is worth. Only the first request in a
 * document counts as cold, as it would with the KV cache: the figures of both stay comparable.
 */
export class ForgetfulEngine extends WrappedEngine {
  readonly #seen = new Set<string>();

  override async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    // What is computed ahead would be forgotten, too.
    if (request.priority === 'ahead') throw new AbortError();
    await this.inner.clear();
    const answer = await this.inner.complete(request, signal, onText);
    const cold = !this.#seen.has(request.prompt.document);
    this.#seen.add(request.prompt.document);
    return { ...answer, cost: { ...answer.cost, cold } };
  }

  /** Nothing that could be prepared would last until the next request. */
  override visit(): void {}

  override isWarm(): boolean {
    return false;
  }
}
