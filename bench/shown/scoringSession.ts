import type { Token, TokenBias } from 'node-llama-cpp';
import { type Choice, KvSession, type Scoring } from '../../src/engine/host/kvSession';

/** The smallest number that a 32-bit float holds, as the decoder has it: a logarithm must stay finite. */
const leastProbability = 1e-45;

/** A session that asks for the probability of every choice, whatever its caller wants, and remembers them. */
export class ScoringSession extends KvSession {
  #logs: number[] = [];

  /** Natural logarithms of the probabilities of what was chosen since the last `generate` began. */
  get logs(): readonly number[] {
    return this.#logs;
  }

  override async *generate(
    tokens: readonly Token[],
    bias: () => TokenBias,
    scoring?: Scoring,
  ): AsyncGenerator<Choice, void> {
    this.#logs = [];
    for await (const choice of super.generate(tokens, bias, { ...scoring, probability: Infinity })) {
      this.#logs.push(Math.log(Math.max(choice.probability ?? 0, leastProbability)));
      yield choice;
    }
  }
}
