import type { LlamaModel, Token } from 'node-llama-cpp';
import { LRUCache } from 'lru-cache';
import type { Placement } from '../../prompt/placement';
import type { LayoutName } from '../port';
import type { FimTokens } from './fimTokens';
import { heal } from './healing';
import type { ByteString, Vocabulary } from './vocabulary';

/** A prompt in tokens, and what its answer must begin with. */
export interface Prompt {
  readonly tokens: readonly Token[];
  readonly healedBytes: ByteString;
}

/**
 * Turns the parts of a placement into tokens, in the order that keeps most of the KV cache:
 *
 * - `anchored`: `context · PRE head · SUF suffix · MID middle`. What was typed since the anchor stands where the
 *   model's answer begins, so a key costs its own tokens. The idea is EFIM's (arXiv 2505.21889).
 * - `suffix-first`: `context · PRE · SUF suffix · MID head middle` (Bavarian et al., arXiv 2207.14255, SPM
 *   "variant 2").
 * - `plain`: `context · PRE head middle · SUF suffix · MID`, what others send: the suffix is evaluated again at
 *   every key. For comparison.
 */
export class PromptLayout {
  readonly #model: LlamaModel;
  readonly #vocabulary: Vocabulary;
  readonly #fim: FimTokens;
  readonly name: LayoutName;
  /** Tokens of heads and suffixes, which stay the same for many keys. */
  readonly #tokens = new LRUCache<string, readonly Token[]>({ max: 16 });

  constructor(model: LlamaModel, vocabulary: Vocabulary, fim: FimTokens, name: LayoutName) {
    this.#model = model;
    this.#vocabulary = vocabulary;
    this.#fim = fim;
    this.name = name;
  }

  lay(placement: Placement): Prompt {
    const { prefix, suffix, middle } = this.#fim;
    const { head, suffix: after } = placement;
    const front = this.#context(placement.path);
    switch (this.name) {
      case 'anchored': {
        const healed = heal(this.#tokenize(placement.middle), this.#vocabulary);
        return {
          tokens: [
            ...front,
            prefix,
            ...this.#kept(head),
            suffix,
            ...this.#kept(after),
            middle,
            ...healed.tokens,
          ],
          healedBytes: healed.bytes,
        };
      }
      case 'suffix-first': {
        const healed = heal(this.#tokenize(head + placement.middle), this.#vocabulary);
        return {
          tokens: [...front, prefix, suffix, ...this.#kept(after), middle, ...healed.tokens],
          healedBytes: healed.bytes,
        };
      }
      case 'plain': {
        const healed = heal(this.#tokenize(head + placement.middle), this.#vocabulary);
        return {
          tokens: [...front, prefix, ...healed.tokens, suffix, ...this.#kept(after), middle],
          healedBytes: healed.bytes,
        };
      }
    }
  }

  /** The file's path as repository-level training rows name it: `<|file_sep|>path\n`. */
  #context(path: string): readonly Token[] {
    const start = this.#fim.start;
    if (this.#fim.fileSeparator === undefined) return start;
    return [...start, this.#fim.fileSeparator, ...this.#kept(`${path}\n`)];
  }

  #kept(text: string): readonly Token[] {
    const known = this.#tokens.get(text);
    if (known) return known;
    const tokens = this.#tokenize(text);
    this.#tokens.set(text, tokens);
    return tokens;
  }

  #tokenize(text: string): Token[] {
    return text === '' ? [] : this.#model.tokenize(text, false, 'trimLeadingSpace');
  }
}
