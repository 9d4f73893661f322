import type { EngineAnswer, EngineRequest, TextListener } from '../../src/engine/port';
import type { ReplayedEngine } from '../replay/session';
import { WrappedEngine } from '../replay/wrappedEngine';

/** A request, and what an engine said to it. */
export interface RecordedAnswer {
  readonly request: EngineRequest;
  readonly answer: EngineAnswer;
}

/**
 * Passes everything on, and remembers what was asked and answered; not what is asked ahead, of which nobody knows yet
 * whether it is shown. A request that fails is not remembered.
 */
export class RecordingEngine extends WrappedEngine implements ReplayedEngine {
  readonly #replayed: ReplayedEngine;
  #answers: RecordedAnswer[] = [];

  constructor(replayed: ReplayedEngine) {
    super(replayed);
    this.#replayed = replayed;
  }

  override async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText?: TextListener,
  ): Promise<EngineAnswer> {
    const answer = await this.inner.complete(request, signal, onText);
    if (request.priority !== 'ahead') this.#answers.push({ request, answer });
    return answer;
  }

  runBackground(maxTokens: number): Promise<number> {
    return this.#replayed.runBackground(maxTokens);
  }

  /** Hands over what was remembered since the last call, in the order of the answers, and forgets it. */
  take(): readonly RecordedAnswer[] {
    const answers = this.#answers;
    this.#answers = [];
    return answers;
  }
}
