import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Placement } from '../../../src/prompt/placement';

/** A sentinel in a format, as the vocabulary of the family spells it. */
const sentinel = /(▁?<[^<>]+>|\[[A-Z]+\])/;

/** Names a part of the placement in a format. */
const slot = /\{(path|repository|head|middle|suffix)\}/g;

type Slot = 'path' | 'repository' | 'head' | 'middle' | 'suffix';

/** GGUF `tokenizer.ggml.token_type` of control tokens. */
const control = 3;

/** No vocabulary joins this with what follows it, so that what follows it is a text's inner part. */
const stranger = '☺';

/**
 * Writes a family's prompts as its documentation does, and reads laid ones, with nothing but the model's vocabulary
 * and tokenizer.
 */
export class LaidPrompt {
  readonly #model: LlamaModel;
  readonly #texts: readonly string[];
  readonly #types: readonly number[];
  readonly #isSentencePiece: boolean;

  constructor(model: LlamaModel) {
    const { model: kind, tokens, token_type: types } = model.fileInfo.metadata.tokenizer.ggml;
    this.#model = model;
    this.#texts = tokens;
    this.#types = types;
    this.#isSentencePiece = kind === 'llama';
  }

  /**
   * The tokens of a format: sentinels, and between them texts with slots for the parts of a placement. A text that
   * begins with `▁` has SentencePiece's space in front.
   */
  write(format: string, placement: Placement): Token[] {
    return format
      .split(sentinel)
      .flatMap((piece, index) =>
        index % 2 === 1
          ? [this.#idOf(piece)]
          : piece.startsWith('▁')
            ? this.#spaced(fill(piece.slice(1), placement))
            : this.inner(fill(piece, placement)),
      );
  }

  /**
   * The tokens of a text that goes on behind something. SentencePiece puts a space before every text, so it is read
   * behind another character, as `encode_infilling` of Code Llama and mistral-common do.
   */
  inner(text: string): Token[] {
    if (!this.#isSentencePiece) return this.#model.tokenize(text, false);
    const before = this.#model.tokenize(stranger, false);
    return this.#model.tokenize(stranger + text, false).slice(before.length);
  }

  /** The tokens as the vocabulary spells them. */
  spell(tokens: readonly Token[]): string[] {
    return tokens.map((token) => this.#texts[token] ?? `(${token})`);
  }

  /** How the vocabulary spells its control tokens. */
  get controlTexts(): string[] {
    return this.#texts.filter((_, id) => this.isControl(id as Token));
  }

  isControl(token: Token): boolean {
    return this.#types[token] === control;
  }

  /** The texts between the control tokens. */
  read(tokens: readonly Token[]): string[] {
    const runs: Token[][] = [[]];
    for (const token of tokens) {
      if (this.isControl(token)) runs.push([]);
      else runs.at(-1)?.push(token);
    }
    return runs.filter(({ length }) => length > 0).map((run) => this.#textOf(run));
  }

  /** Detokenizing drops SentencePiece's space at the beginning, which may be the text's own. */
  #textOf(tokens: readonly Token[]): string {
    const before = this.#model.tokenize(stranger, false);
    return this.#model.detokenize([...before, ...tokens]).slice(stranger.length);
  }

  /** Of an empty text SentencePiece makes nothing, not even the space. */
  #spaced(text: string): Token[] {
    return text === '' ? [] : this.#model.tokenize(text, false);
  }

  #idOf(text: string): Token {
    const id = this.#texts.indexOf(text);
    if (id < 0) throw new Error(`The vocabulary has no token ${text}.`);
    return id as Token;
  }
}

/** In one pass, so that a part's own braces stay as they are. */
function fill(text: string, placement: Placement): string {
  return text.replace(slot, (_, name: Slot) => placement[name]);
}
