import type { LlamaModel, Token, TokenBias } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { heal, HealingBias } from '../../../src/engine/host/healing';
import { toByteString, Vocabulary } from '../../../src/engine/host/vocabulary';

const texts = [
  undefined,
  'const',
  ' ',
  ' na',
  ' name',
  'me',
  '\n',
  '  \n',
  '\n  ',
  toByteString('日').slice(1),
];
const vocabulary = new Vocabulary(texts);
const ids = (...tokens: number[]): Token[] => tokens as Token[];

describe('heal', () => {
  test.each([
    ['nothing of nothing', [], [], ''],
    ['half a word', [1, 3], [1], ' na'],
    ['a space', [1, 2], [1], ' '],
    ['indentation that stands behind a line break in one token', [1, 8], [1], '\n  '],
    ['the only token', [1], [], 'const'],
    ['a part of a character', [1, 9], [1], toByteString('日').slice(1)],
    ['no line break', [1, 6], [1, 6], ''],
    ['no token that ends in a line break', [1, 7], [1, 7], ''],
    ['no control token', [1, 0], [1, 0], ''],
  ])('takes back %s', (_, middle, tokens, bytes) => {
    expect(heal(ids(...middle), vocabulary)).toEqual({ tokens, bytes });
  });
});

describe('the bias', () => {
  // Only identity counts: the bias is made for a tokenizer, which is never asked.
  const tokenizer = Object.assign(() => [], { isEogToken: () => false, detokenize: () => '' });
  const model = { tokenizer } as unknown as LlamaModel;

  /** The tokens that a bias lifts. */
  function lifted(bias: TokenBias): number[] {
    const { _biases: map } = bias as unknown as { _biases: Map<number, number> };
    return [...map.keys()].sort((a, b) => a - b);
  }

  test('lifts what begins with the bytes, and what is a beginning of them, alike', () => {
    const bias = new HealingBias(model, vocabulary).for(' na');
    expect(lifted(bias)).toEqual([2, 3, 4]);
    const { _biases: map } = bias as unknown as { _biases: Map<number, number> };
    expect(new Set(map.values()).size).toBe(1);
  });

  test('is kept for the bytes it was made for', () => {
    const biases = new HealingBias(model, vocabulary);
    expect(biases.for(' na')).toBe(biases.for(' na'));
    expect(biases.for(' na')).not.toBe(biases.for(' '));
  });

  test('lifts nothing when nothing is owed, so that the text may end', () => {
    expect(lifted(new HealingBias(model, vocabulary).for(''))).toEqual([]);
  });
});
