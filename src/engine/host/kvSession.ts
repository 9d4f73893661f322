import type { LlamaContextSequence, Token, TokenBias } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';

/**
 * One llama.cpp sequence and its exact token mirror. Invariant: the KV cache holds the tokens of `mirror`, in
 * order, and nothing else. Reuse is by exact token prefix; nothing is ever shifted.
 */
export class KvSession {
  readonly #sequence: LlamaContextSequence;
  #mirror: Token[] = [];

  constructor(sequence: LlamaContextSequence) {
    this.#sequence = sequence;
  }

  get mirror(): readonly Token[] {
    return this.#mirror;
  }

  /** How many tokens from the start of `wanted` are in the cache already. */
  commonPrefix(wanted: readonly Token[]): number {
    const limit = Math.min(wanted.length, this.#mirror.length);
    let length = 0;
    while (length < limit && wanted[length] === this.#mirror[length]) length++;
    return length;
  }

  /** Forgets everything from token `length` on. Costs nothing. */
  async truncate(length: number): Promise<void> {
    if (length >= this.#mirror.length) return;
    await this.#keepingMirror(async () => {
      await this.#sequence.eraseContextTokenRanges([{ start: length, end: this.#mirror.length }]);
      this.#mirror.length = length;
    });
  }

  /** Evaluates tokens at the end, in one batch that cannot be interrupted. */
  async append(tokens: readonly Token[]): Promise<void> {
    await this.#keepingMirror(async () => {
      await this.#sequence.evaluateWithoutGeneratingNewTokens([...tokens]);
      this.#mirror.push(...tokens);
    });
  }

  /**
   * Evaluates `tokens` (at least one) and yields greedily chosen tokens until the model ends its text or the
   * caller breaks off. A yielded token enters the cache only when the next one is asked for.
   * `bias` is asked before each choice.
   */
  async *generate(tokens: readonly Token[], bias: () => TokenBias): AsyncGenerator<Token, void> {
    let pending: readonly Token[] = tokens;
    const stream = this.#sequence.evaluate([...tokens], { temperature: 0, tokenBias: bias });
    try {
      for (;;) {
        const { value, done } = await this.#keepingMirror(async () => {
          const result = await stream.next();
          this.#mirror.push(...pending);
          return result;
        });
        if (done) return;
        pending = [value];
        yield value;
      }
    } finally {
      await stream.return();
    }
  }

  async clear(): Promise<void> {
    await this.#sequence.clearHistory();
    this.#mirror = [];
  }

  /** Runs one change of the native state; a failure in it, or a mirror that no longer fits, empties both. */
  async #keepingMirror<T>(change: () => Promise<T>): Promise<T> {
    try {
      const result = await change();
      if (this.#sequence.nextTokenIndex !== this.#mirror.length) {
        throw new HearthError(
          'unexpected',
          `The KV cache holds ${this.#sequence.nextTokenIndex} tokens and its mirror ${this.#mirror.length}.`,
        );
      }
      return result;
    } catch (error) {
      this.#mirror = [];
      await this.#sequence.clearHistory();
      throw error;
    }
  }
}
