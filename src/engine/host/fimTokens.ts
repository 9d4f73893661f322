import type { LlamaModel, Token } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';

/** The tokens that mark the parts of a fill-in-the-middle prompt, as a model's file names them. */
export interface FimTokens {
  readonly prefix: Token;
  readonly suffix: Token;
  readonly middle: Token;
  /** Begins a file in repository-level prompts; absent where the model has none. */
  readonly fileSeparator: Token | undefined;
  /** What every prompt begins with: the BOS token where the model wants one. */
  readonly start: readonly Token[];
}

/** Reads them from a loaded model. Fails with `model-unsuitable` where the model cannot fill in the middle. */
export function fimTokensOf(model: LlamaModel): FimTokens {
  const { prefix, suffix, middle } = model.tokens.infill;
  if (prefix === null || suffix === null || middle === null) {
    throw new HearthError(
      'model-unsuitable',
      `The model ${model.filename ?? ''} has no fill-in-the-middle tokens, so it cannot complete code inside a ` +
        'file. Choose a model made for it, such as Qwen2.5-Coder, or leave hearth.model.path empty for the ' +
        'bundled one.',
    );
  }
  const { bos, shouldPrependBosToken } = model.tokens;
  return {
    prefix,
    suffix,
    middle,
    fileSeparator: singleToken(model, '<|file_sep|>'),
    start: shouldPrependBosToken && bos !== null ? [bos] : [],
  };
}

function singleToken(model: LlamaModel, name: string): Token | undefined {
  const tokens = model.tokenize(name, true);
  return tokens.length === 1 ? tokens[0] : undefined;
}
