import { type LlamaModel, LlamaVocabularyType, type Token } from 'node-llama-cpp';
import { LRUCache } from 'lru-cache';
import { HearthError } from '../../base/errors';
import type { Placement } from '../../prompt/placement';
import type { LayoutName } from '../port';
import type { FimFormat } from './fimFormat';
import { heal, type Healed } from './healing';
import type { ByteString, Vocabulary } from './vocabulary';

/** A prompt in tokens, and what its answer must begin with. */
export interface Prompt {
  readonly tokens: readonly Token[];
  readonly healedBytes: ByteString;
  /** Tokens that healing took back, which `tokens` is without. */
  readonly healedTokens: number;
}

/** No token begins in it and ends in the text behind it. */
const mark = '☺';

/** Takes back tokens at the cursor; see `heal`. */
export type Healing = (tokens: readonly Token[], vocabulary: Vocabulary) => Healed;

/**
 * Turns the parts of a placement into tokens, in the order that keeps most of the KV cache:
 *
 * - `anchored`: `context · PRE head · SUF suffix · MID middle`. What was typed since the anchor stands where the
 *   model's answer begins, so a key costs its own tokens. The idea is EFIM's (arXiv 2505.21889).
 * - `suffix-first`: `context · PRE SUF suffix · MID head middle`, or `context · SUF suffix · PRE head middle · MID`
 *   with the MID only where the family has one; see `Family.suffixFirst`.
 * - `prefix-only`: `context · head middle`, for models without sentinels.
 * - `plain`: `context · PRE head middle · SUF suffix · MID`, what others send: the suffix is evaluated again at
 *   every key. For comparison.
 */
export class PromptLayout {
  readonly #model: LlamaModel;
  readonly #vocabulary: Vocabulary;
  readonly #fim: FimFormat;
  readonly name: LayoutName;
  /** How many tokens the mark makes; only SentencePiece needs it. */
  readonly #markTokens: number;
  /** Tokens of heads and suffixes, which stay the same for many keys. */
  readonly #tokens = new LRUCache<string, readonly Token[]>({ max: 64 });

  constructor(model: LlamaModel, vocabulary: Vocabulary, fim: FimFormat, name: LayoutName) {
    this.#model = model;
    this.#vocabulary = vocabulary;
    this.#fim = fim;
    this.name = name;
    this.#markTokens = model.tokenize(mark, false).length;
  }

  /** Whether a change of the suffix loses all that was evaluated but the context in front. */
  get leadsWithSuffix(): boolean {
    return this.name === 'suffix-first';
  }

  lay(placement: Placement, healing: Healing = heal): Prompt {
    const front = this.#context(placement);
    const { middle, suffix } = placement;
    const head = this.#hasPathInside ? `${placement.path}\n${placement.head}` : placement.head;
    // All layouts heal what stands before the cursor.
    const before = this.name === 'anchored' ? this.#tokenize(middle) : this.#prefixTokens(head + middle);
    const { tokens, bytes: healedBytes } = healing(before, this.#vocabulary);
    const healed = { healedBytes, healedTokens: before.length - tokens.length };
    switch (this.name) {
      case 'anchored': {
        const { prefix: PRE, suffix: SUF, middle: MID } = this.#sentinels();
        return {
          tokens: [...front, PRE, ...this.#keptPrefix(head), SUF, ...this.#kept(suffix), MID, ...tokens],
          ...healed,
        };
      }
      case 'plain': {
        const { prefix: PRE, suffix: SUF, middle: MID } = this.#sentinels();
        return { tokens: [...front, PRE, ...tokens, SUF, ...this.#kept(suffix), MID], ...healed };
      }
      case 'suffix-first': {
        return { tokens: [...front, ...this.#suffixFirst(suffix, tokens)], ...healed };
      }
      case 'prefix-only': {
        // The logits for the first choice come from some token.
        const start = front.length + tokens.length > 0 ? front : this.#anyStart();
        return { tokens: [...start, ...tokens], ...healed };
      }
    }
  }

  #suffixFirst(suffix: string, prefix: readonly Token[]): Token[] {
    const { prefix: PRE, suffix: SUF, middle: MID } = this.#fim;
    if (PRE === undefined || SUF === undefined) throw missingSentinels();
    const after = this.#kept(suffix);
    if (this.#fim.suffixFirst === 'suffix-prefix') {
      return [SUF, ...after, PRE, ...prefix, ...(MID === undefined ? [] : [MID])];
    }
    if (MID === undefined) throw missingSentinels();
    return [PRE, SUF, ...after, MID, ...prefix];
  }

  #sentinels(): { prefix: Token; suffix: Token; middle: Token } {
    const { prefix, suffix, middle } = this.#fim;
    if (prefix === undefined || suffix === undefined || middle === undefined) throw missingSentinels();
    return { prefix, suffix, middle };
  }

  /** The names of repository and file as repository-level training rows have them; valid for the whole document. */
  #context({ repository, path }: Placement): readonly Token[] {
    const { start, repository: repositoryToken, repositoryEnd, file } = this.#fim;
    const named: Token[] = [...start];
    if (repositoryToken !== undefined && repository !== '') {
      named.push(repositoryToken, ...this.#kept(repository + repositoryEnd));
    }
    if (file !== undefined) named.push(file, ...(this.#hasPathInside ? [] : this.#kept(`${path}\n`)));
    return named;
  }

  /** Whether the path is the first line of the text before the cursor: nothing may part it from the code. */
  get #hasPathInside(): boolean {
    return this.#fim.file !== undefined && (this.#fim.pathInPrefix || this.name === 'prefix-only');
  }

  /** A prompt needs a token to begin with, also where the model wants none in front and there is no text. */
  #anyStart(): readonly Token[] {
    const { bos, eos } = this.#model.tokens;
    const token = bos ?? eos;
    return token === null ? this.#tokenize('\n') : [token];
  }

  #kept(text: string): readonly Token[] {
    return this.#remembered(`=${text}`, () => this.#tokenize(text));
  }

  #keptPrefix(text: string): readonly Token[] {
    return this.#fim.spaced ? this.#remembered(`▁${text}`, () => this.#prefixTokens(text)) : this.#kept(text);
  }

  #remembered(key: string, tokenize: () => readonly Token[]): readonly Token[] {
    const known = this.#tokens.get(key);
    if (known) return known;
    const tokens = tokenize();
    this.#tokens.set(key, tokens);
    return tokens;
  }

  #prefixTokens(text: string): readonly Token[] {
    return this.#fim.spaced && text !== '' ? this.#model.tokenize(text, false) : this.#tokenize(text);
  }

  /**
   * The tokens of text that follows other text. SentencePiece puts a space before a text; behind a mark, whose tokens
   * are then dropped, it does not: Code Llama's `encode_infilling`. (node-llama-cpp's `trimLeadingSpace` leaves the
   * space of a text that begins with a line break.)
   */
  #tokenize(text: string): readonly Token[] {
    if (text === '') return [];
    if (this.#model.vocabularyType !== LlamaVocabularyType.spm) return this.#model.tokenize(text, false);
    return this.#model.tokenize(mark + text, false).slice(this.#markTokens);
  }
}

/** `chooseLayout` lets no layout through that lacks its sentinels. */
function missingSentinels(): HearthError {
  return new HearthError('unexpected', 'The model lacks the sentinels of the layout that was chosen for it.');
}
