import type { CompletionEngine, EngineAnswer, EngineRequest, TextListener } from '../../src/engine/port';
import type { ReplayedEngine } from '../replay/session';
import { WrappedEngine } from '../replay/wrappedEngine';
import { answerKey } from './answerKey';
import type { RecordedAnswers } from './recordedAnswers';

/** Asks a model for each answer that is not recorded yet, before the engine that says what is recorded needs it. */
export class AskingEngine extends WrappedEngine implements ReplayedEngine {
  readonly #recorded: ReplayedEngine;
  readonly #model: CompletionEngine;
  readonly #answers: RecordedAnswers;

  /** Both engines stay with the caller. */
  constructor(recorded: ReplayedEngine, model: CompletionEngine, answers: RecordedAnswers) {
    super(recorded);
    this.#recorded = recorded;
    this.#model = model;
    this.#answers = answers;
  }

  override async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    const { prompt, limits } = request;
    const key = answerKey(prompt, limits);
    if (!this.#answers.has(key)) {
      this.#answers.add(key, await this.#model.complete({ prompt, limits }, new AbortController().signal));
    }
    return this.inner.complete(request, signal, onText);
  }

  runBackground(maxTokens: number): Promise<number> {
    return this.#recorded.runBackground(maxTokens);
  }
}
