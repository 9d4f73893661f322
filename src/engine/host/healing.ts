import { LRUCache } from 'lru-cache';
import { type LlamaModel, type Token, TokenBias } from 'node-llama-cpp';
import type { ByteString, Vocabulary } from './vocabulary';

/**
 * Token healing. The cursor seldom stands where the tokenizer would cut: in half a word, and just as much behind
 * white space, which belongs to the token of the word that follows. So the last token is taken back, and what is
 * generated must begin with its bytes. Known as token healing (Lundberg, "The Art of Prompt Design") or
 * character-prefix conditioning.
 */
export interface Healed {
  readonly tokens: readonly Token[];
  /** What the answer must begin with, and what is cut from it again. */
  readonly bytes: ByteString;
}

/** Takes back the last token of a middle, unless it ends in a line break: after that any token may begin. */
export function heal(middle: readonly Token[], vocabulary: Vocabulary): Healed {
  const last = middle.at(-1);
  const bytes = last === undefined ? undefined : vocabulary.bytesOf(last);
  if (bytes === undefined || bytes.endsWith('\n')) return { tokens: middle, bytes: '' };
  return { tokens: middle.slice(0, -1), bytes };
}

/** Far above the spread of a model's logits, and small enough to keep their differences in 32-bit floats. */
const lift = 1_000;

/** Biases kept, counted in tokens: some 40 bytes each. Twenty thousand tokens of the starter begin with a space. */
const mostKeptTokens = 200_000;

/** Makes the biases that hold generation to given bytes, and keeps those that are needed again and again. */
export class HealingBias {
  readonly #byBytes = new LRUCache<ByteString, TokenBias>({ maxSize: mostKeptTokens });
  readonly #vocabulary: Vocabulary;
  readonly #model: LlamaModel;

  constructor(model: LlamaModel, vocabulary: Vocabulary) {
    this.#model = model;
    this.#vocabulary = vocabulary;
  }

  /**
   * A bias under which the next token begins with `bytes`, or is a beginning of them. For no bytes it holds to
   * nothing: the text may also end.
   */
  for(bytes: ByteString): TokenBias {
    const known = this.#byBytes.get(bytes);
    if (known) return known;
    const bias = new TokenBias(this.#model.tokenizer);
    const candidates = bytes === '' ? [] : this.#vocabulary.candidates(bytes);
    setAll(bias, candidates);
    this.#byBytes.set(bytes, bias, { size: candidates.length + 1 });
    return bias;
  }
}

/**
 * `TokenBias.set` asks the native side twice a token whether it ends the text: 0.2 s for the 20,000 tokens that
 * begin with a space. The candidates are text tokens by construction, so they go into its map directly; where
 * the map is not there (another release), the documented way is slower and as right.
 */
function setAll(bias: TokenBias, tokens: readonly Token[]): void {
  const { _biases: map } = bias as unknown as { _biases?: unknown };
  if (!(map instanceof Map)) {
    bias.set([...tokens], { logit: lift });
    return;
  }
  for (const token of tokens) map.set(token, lift);
}
