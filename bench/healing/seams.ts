import type { LlamaModel, Token } from 'node-llama-cpp';
import { heal, mostHealedTokens } from '../../src/engine/host/healing';
import type { Vocabulary } from '../../src/engine/host/vocabulary';
import type { Cursor } from './cursors';

/** How many tokens have to be taken back, and how many are, when at most `most` may be. */
export interface SeamFigures {
  readonly most: number;
  /** Share of the cursors where what stays is how the tokenizer begins the whole text. */
  readonly agrees: number;
  readonly meanTaken: number;
  /** Tokens taken back that the tokenizer cuts alike in the whole text: a decode each. Mean. */
  readonly meanNeedless: number;
}

export interface SeamStudy {
  /** Cursors by how many of the last tokens the tokenizer cuts otherwise once the text goes on. */
  readonly cursorsByNeed: readonly number[];
  /** Share of the cursors that stand behind a line break, where nothing is taken back. */
  readonly behindLineBreak: number;
  readonly byMost: readonly SeamFigures[];
}

interface Seam {
  readonly tokens: readonly Token[];
  readonly need: number;
}

/**
 * Compares the tokens before a cursor with those of the whole text, in which the author has gone on. A model knows
 * texts only as the tokenizer cuts them whole, so those that differ are the ones to take back.
 */
export function studySeams(cursors: readonly Cursor[], model: LlamaModel, vocabulary: Vocabulary): SeamStudy {
  const seams = cursors.map(({ middle, rest }) =>
    seamOf(tokensOf(model, middle), tokensOf(model, middle + rest)),
  );
  const cursorsByNeed: number[] = [];
  for (const { need } of seams) cursorsByNeed[need] = (cursorsByNeed[need] ?? 0) + 1;
  return {
    cursorsByNeed: Array.from(cursorsByNeed, (count: number | undefined) => count ?? 0),
    behindLineBreak: mean(cursors.map(({ middle }) => Number(middle.endsWith('\n')))),
    byMost: Array.from({ length: mostHealedTokens + 1 }, (_, most) => figuresOf(seams, vocabulary, most)),
  };
}

export function tokensOf(model: LlamaModel, text: string): Token[] {
  return model.tokenize(text, false, 'trimLeadingSpace');
}

function seamOf(tokens: readonly Token[], whole: readonly Token[]): Seam {
  let equal = 0;
  while (equal < tokens.length && tokens[equal] === whole[equal]) equal++;
  return { tokens, need: tokens.length - equal };
}

function figuresOf(seams: readonly Seam[], vocabulary: Vocabulary, most: number): SeamFigures {
  const taken = seams.map(({ tokens }) => tokens.length - heal(tokens, vocabulary, most).tokens.length);
  const spare = seams.map(({ need }, index) => (taken[index] ?? 0) - need);
  return {
    most,
    agrees: mean(spare.map((count) => Number(count >= 0))),
    meanTaken: mean(taken),
    meanNeedless: mean(spare.map((count) => Math.max(0, count))),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
