import { byteAlphabet, inByteAlphabet } from './byteAlphabet';
import { learnMerges } from './merges';
import { float32s, type GgufValue, int32s, string, strings } from './ggufValue';

/** GGUF `tokenizer.ggml.token_type` values (llama.cpp, `llama_token_type`). */
export const tokenType = { normal: 1, unknown: 2, control: 3, userDefined: 4, byte: 6 } as const;

const mergeCount = 250;
const lineBreak = 10;

/** A token that is no plain text; a control token unless it says otherwise. */
export type SpecialToken = string | { readonly text: string; readonly type: number };

interface Token {
  readonly text: string;
  readonly type: number;
  readonly score: number;
  /** Whether a model may answer with it: text of whole characters, so that random answers are readable. */
  readonly speakable: boolean;
}

/** A vocabulary of some hundred tokens, by which any text can be written. */
export interface TinyVocabulary {
  readonly tokens: readonly Token[];
  readonly metadata: Readonly<Record<string, GgufValue>>;
}

export interface SpecialTokens {
  /** Tokens with the lowest ids. */
  readonly first?: readonly SpecialToken[];
  /** Tokens with the highest ids. */
  readonly last?: readonly SpecialToken[];
}

/**
 * A byte-pair vocabulary of GPT-2's kind: the bytes, then what the merges make of them. `pre` names the rule by which
 * llama.cpp cuts text before it merges.
 */
export function bpeVocabulary(pre: string, { first = [], last = [] }: SpecialTokens): TinyVocabulary {
  const merges = learnMerges(inByteAlphabet, mergeCount);
  const texts = [...new Set([...byteAlphabet, ...merges.map((merge) => merge.join(''))])];
  const tokens = [...first.map(special), ...texts.map((text) => normal(text, 0)), ...last.map(special)];
  return {
    tokens,
    metadata: {
      ...metadataOf('gpt2', tokens),
      'tokenizer.ggml.pre': string(pre),
      'tokenizer.ggml.merges': strings(merges.map((merge) => merge.join(' '))),
    },
  };
}

/**
 * A SentencePiece vocabulary: `first`, the bytes as `<0x0A>`, then pieces with `▁` for a space, the likelier the
 * higher their score, then `last`.
 */
export function sentencePieceVocabulary({ first = [], last = [] }: SpecialTokens): TinyVocabulary {
  const pieces = learnMerges(inPieces, mergeCount).map((merge) => merge.join(''));
  const characters = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
  const texts = new Set([...pieces, '▁', ...characters].filter((text) => !text.includes('\n')));
  const specials = { first: first.map(special), last: last.map(special) };
  // No text is two tokens: llama.cpp ends the process over that.
  for (const { text } of [...specials.first, ...specials.last]) texts.delete(inPieces(text));
  const tokens = [
    ...specials.first,
    ...Array.from({ length: 256 }, (_, byte) => byteToken(byte)),
    ...Array.from(texts, (text, rank) => normal(text, -rank)),
    ...specials.last,
  ];
  return {
    tokens,
    metadata: {
      ...metadataOf('llama', tokens),
      'tokenizer.ggml.scores': float32s(tokens.map(({ score }) => score)),
    },
  };
}

/** The id of a token by its text. Fails where the vocabulary lacks it. */
export function idOf({ tokens }: TinyVocabulary, text: string): number {
  const id = tokens.findIndex((token) => token.text === text);
  if (id < 0)
    throw new Error(`The vocabulary has no token ${JSON.stringify(text)}; list it among the special ones.`);
  return id;
}

function metadataOf(model: string, tokens: readonly Token[]): Record<string, GgufValue> {
  return {
    'tokenizer.ggml.model': string(model),
    'tokenizer.ggml.tokens': strings(tokens.map(({ text }) => text)),
    'tokenizer.ggml.token_type': int32s(tokens.map(({ type }) => type)),
  };
}

const inPieces = (word: string): string => word.replaceAll(' ', '▁');

/** In GPT-2's spelling of bytes, `Ġ` is a space and `Ċ` a line break. */
const readable = /^[!-~▁ĠĊ]+$/;

const normal = (text: string, score: number): Token => ({
  text,
  type: tokenType.normal,
  score,
  speakable: readable.test(text),
});

const special = (token: SpecialToken): Token => {
  const { text, type } = typeof token === 'string' ? { text: token, type: tokenType.control } : token;
  return { text, type, score: 0, speakable: type === tokenType.userDefined };
};

const byteToken = (byte: number): Token => ({
  text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  type: tokenType.byte,
  score: 0,
  speakable: byte === lineBreak,
});
