import type { LlamaContextSequence, Token } from 'node-llama-cpp';

/**
 * A sequence of llama.cpp that evaluates nothing: it holds the tokens that a real one would have in its KV cache, and
 * checks that they fit.
 */
export class TokenSequence {
  readonly #contextTokens: number;
  #tokens: Token[] = [];

  constructor(contextTokens: number) {
    this.#contextTokens = contextTokens;
  }

  /** As what `KvSession` takes, of which it calls what this class has. */
  static create(contextTokens: number): LlamaContextSequence {
    return new TokenSequence(contextTokens) as unknown as LlamaContextSequence;
  }

  get nextTokenIndex(): number {
    return this.#tokens.length;
  }

  get contextTokens(): Token[] {
    return [...this.#tokens];
  }

  eraseContextTokenRanges(
    ranges: readonly { readonly start: number; readonly end: number }[],
  ): Promise<void> {
    this.#tokens = this.#tokens.filter((_, index) =>
      ranges.every(({ start, end }) => index < start || index >= end),
    );
    return Promise.resolve();
  }

  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void> {
    if (this.#tokens.length + tokens.length >= this.#contextTokens) {
      return Promise.reject(new RangeError('A sequence is full, and its context is never shifted.'));
    }
    this.#tokens.push(...tokens);
    return Promise.resolve();
  }

  clearHistory(): Promise<void> {
    this.#tokens = [];
    return Promise.resolve();
  }

  /** By its name in node-llama-cpp; see `KvSession.copyFrom`. */
  _copyStateFromOtherSequence(other: TokenSequence, length: number): Promise<boolean> {
    this.#tokens = other.#tokens.slice(0, length);
    return Promise.resolve(this.#tokens.length === length);
  }
}
