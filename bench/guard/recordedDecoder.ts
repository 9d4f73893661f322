import type { LlamaModel } from 'node-llama-cpp';
import type { Clock } from '../../src/base/clock';
import { throwIfAborted } from '../../src/base/abort';
import type { AnswerDecoder, Decoded, DecodeInput } from '../../src/engine/host/decoder';
import { decodeBytes } from '../../src/engine/host/vocabulary';
import { answerKey } from './answerKey';
import type { RecordedAnswers } from './recordedAnswers';

/**
 * Says what was recorded. The sequence then holds what it would after the model had said it: the prompt, and the tokens
 * of the answer but the last. Where nothing was recorded the answer is empty, and {@link RecordedAnswers} knows.
 */
export class RecordedDecoder implements AnswerDecoder {
  readonly #model: LlamaModel;
  readonly #answers: RecordedAnswers;
  readonly #clock: Clock;

  constructor(model: LlamaModel, answers: RecordedAnswers, clock: Clock) {
    this.#model = model;
    this.#answers = answers;
    this.#clock = clock;
  }

  async decode(
    { session, tokens, healedBytes, limits, around }: DecodeInput,
    signal: AbortSignal,
  ): Promise<Decoded> {
    const answer = this.#answers.find(answerKey(around, limits), around.before);
    const { text = '', stop = 'end-of-text', generatedTokens = 1, confidence } = answer ?? {};
    const spelled = decodeBytes(healedBytes).text + text;
    const said = this.#model.tokenize(spelled, false).slice(0, generatedTokens - 1);
    await session.append([...tokens, ...said]);
    throwIfAborted(signal);
    return {
      text,
      stop,
      generatedTokens,
      firstTokenAt: this.#clock.now(),
      ...(confidence && { confidence }),
      branches: [],
    };
  }
}
