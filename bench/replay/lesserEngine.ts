import { AbortError } from '../../src/base/abort';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineRequest,
  SpokenAnswer,
  TextListener,
} from '../../src/engine/port';
import type { Part } from './parts';
import { WrappedEngine } from './wrappedEngine';

/** An engine without some parts of the pipeline: it computes nothing ahead, or does not tell how sure it was. */
export class LesserEngine extends WrappedEngine {
  readonly #without: ReadonlySet<Part>;

  constructor(inner: CompletionEngine, without: ReadonlySet<Part>) {
    super(inner);
    this.#without = without;
  }

  override async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    if (this.#without.has('ahead') && request.priority === 'ahead') throw new AbortError();
    if (!this.#without.has('gate')) return this.inner.complete(request, signal, onText);
    const { text, stop, cost, alternatives } = await this.inner.complete(
      request,
      signal,
      onText && ((textSoFar) => onText(textSoFar)),
    );
    return { text, stop, cost, ...(alternatives && { alternatives: alternatives.map(unscored) }) };
  }
}

/** The gate believes an answer of which nothing is known. */
function unscored({ text, stop }: SpokenAnswer): SpokenAnswer {
  return { text, stop };
}
