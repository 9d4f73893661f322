import type { LlamaContextSequence, Token, TokenBias } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';
import { commonLength } from './kvPlan';

/**
 * What node-llama-cpp uses itself to fork a sequence and does not declare. It calls `llama_memory_seq_cp` for the whole
 * sequence, erases what is behind `length`, and resolves to whether that is what the sequence now holds.
 */
interface CopyingSequence {
  _copyStateFromOtherSequence?: (other: LlamaContextSequence, length: number) => Promise<boolean>;
}

/** A token chosen. */
export interface Choice {
  readonly token: Token;
  /** 0 … 1, among the tokens that the bias lets through; undefined where it was not asked for. */
  readonly probability: number | undefined;
  /** The second most likely token; undefined where it was not asked for. */
  readonly runnerUp: { readonly token: Token; readonly probability: number } | undefined;
}

/** Of how many first choices something is asked: each answer takes its time. */
export interface Scoring {
  /** 4 ms for a vocabulary of 49,000 on a slow core and 20 ms for 152,000: node-llama-cpp sorts all logits. */
  readonly probability: number;
  /** 25 ms and 90 ms: all probabilities come over from the native side. */
  readonly runnerUp?: number;
}

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
    return commonLength(wanted, this.#mirror);
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
  async *generate(
    tokens: readonly Token[],
    bias: () => TokenBias,
    { probability, runnerUp = 0 }: Scoring = { probability: 0 },
  ): AsyncGenerator<Choice, void> {
    let pending = tokens;
    let given = 0;
    const stages = [
      { until: runnerUp, asks: { confidence: true, probabilities: true } },
      { until: probability, asks: { confidence: true } },
    ];
    for (const { until, asks } of stages) {
      if (given >= until) continue;
      for await (const choice of this.#choose(pending, bias, asks)) {
        yield choice;
        pending = [choice.token];
        if (++given === until) break;
      }
      if (given < until) return;
    }
    yield* this.#choose(pending, bias, {});
  }

  async *#choose(
    tokens: readonly Token[],
    bias: () => TokenBias,
    asks: { readonly confidence?: boolean; readonly probabilities?: boolean },
  ): AsyncGenerator<Choice, void> {
    let pending = tokens;
    const options = { temperature: 0, tokenBias: bias };
    const stream = this.#sequence.evaluateWithMetadata([...tokens], asks, options);
    try {
      for (;;) {
        const { value, done } = await this.#keepingMirror(async () => {
          const result = await stream.next();
          this.#mirror.push(...pending);
          return result;
        });
        if (done) return;
        pending = [value.token];
        yield choiceOf(value);
      }
    } finally {
      await stream.return();
    }
  }

  /**
   * Takes over the first `length` tokens of another sequence, which keeps them. Where this release of node-llama-cpp
   * cannot copy, or fails to, the sequence is empty afterwards and the tokens are evaluated again. Resolves to how
   * many tokens it holds.
   */
  async copyFrom(other: KvSession, length: number): Promise<number> {
    await this.clear();
    const sequence = this.#sequence as unknown as CopyingSequence;
    if (typeof sequence._copyStateFromOtherSequence !== 'function') return 0;
    const hasCopied = await sequence._copyStateFromOtherSequence(other.#sequence, length).catch(() => false);
    if (!hasCopied || this.#sequence.nextTokenIndex !== length) {
      await this.clear();
      return 0;
    }
    this.#mirror = other.#mirror.slice(0, length);
    return length;
  }

  /** Writes the sequence's state to a file, in llama.cpp's own format; resolves to its bytes. */
  async writeState(path: string): Promise<number> {
    const { fileSize } = await this.#sequence.saveStateToFile(path);
    return fileSize;
  }

  /**
   * Takes the state in a file that {@link writeState} wrote for `tokens`. The file must be known to be whole and of
   * this model and context: llama.cpp does not check. Rejects, with the sequence empty, where it holds other tokens.
   */
  async readState(path: string, tokens: readonly Token[]): Promise<void> {
    await this.clear();
    await this.#keepingMirror(async () => {
      await this.#sequence.loadStateFromFile(path, { acceptRisk: true });
      this.#mirror = [...tokens];
      if (!isEqual(this.#sequence.contextTokens, tokens)) {
        throw new HearthError('unexpected', 'A KV state on disk holds other tokens than its header says.');
      }
    });
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

/** What node-llama-cpp says of a token, as far as it was asked. */
function choiceOf(value: {
  readonly token: Token;
  readonly confidence?: number;
  readonly probabilities?: ReadonlyMap<Token, number>;
}): Choice {
  const { token, confidence, probabilities } = value;
  let runnerUp: Choice['runnerUp'];
  // The map is sorted, the most likely token first.
  for (const [other, probability] of probabilities ?? []) {
    if (other === token) continue;
    runnerUp = { token: other, probability };
    break;
  }
  return { token, probability: confidence, runnerUp };
}

function isEqual(a: readonly Token[], b: readonly Token[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}
