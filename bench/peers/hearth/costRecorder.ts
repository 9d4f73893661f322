import type { EngineAnswer, EngineRequest, TextListener } from '../../../src/engine/port';
import type { ReplayedEngine } from '../../replay/session';
import { WrappedEngine } from '../../replay/wrappedEngine';
import type { ModelAnswer } from '../played';

/** An engine that keeps what each answer really cost, whatever a replay's clock makes of it. */
export class CostRecorder extends WrappedEngine implements ReplayedEngine {
  readonly answers: ModelAnswer[] = [];
  readonly #engine: ReplayedEngine;
  readonly #seen = new Set<string>();

  constructor(engine: ReplayedEngine) {
    super(engine);
    this.#engine = engine;
  }

  override async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    const answer = await this.inner.complete(request, signal, onText);
    if (request.priority === 'ahead') return answer;
    const { evaluatedTokens, abandonedTokens, reusedTokens, generatedTokens, firstTokenMs } = answer.cost;
    const { document } = request.prompt;
    this.answers.push({
      evaluated: evaluatedTokens + abandonedTokens,
      reused: reusedTokens,
      generated: generatedTokens,
      firstTokenMs,
      isFirst: !this.#seen.has(document),
    });
    this.#seen.add(document);
    return answer;
  }

  runBackground(maxTokens: number): Promise<number> {
    return this.#engine.runBackground(maxTokens);
  }
}
