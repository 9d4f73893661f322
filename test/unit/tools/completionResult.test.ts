import { describe, expect, it } from 'vitest';
import type { AnswerOutcome, NoAnswerOutcome } from '../../../src/completion/outcome';
import type { ModelInfo } from '../../../src/engine/port';
import { formatResult, resultOf } from '../../../tools/completionResult';

const cost = {
  reusedTokens: 0,
  evaluatedTokens: 120,
  abandonedTokens: 0,
  healedTokens: 0,
  generatedTokens: 6,
  queueMs: 0,
  firstTokenMs: 400,
  totalMs: 600,
  cold: true,
  staleAnswers: 0,
  staleCharacters: 0,
};

const answer: AnswerOutcome = {
  kind: 'answer',
  origin: 'cold',
  text: 'return 1;\n}',
  replaceAfter: 0,
  timeToTextMs: 612.25,
  firstTokenMs: 410,
  cost,
};

const model: ModelInfo = {
  name: 'starter',
  path: 'starter.gguf',
  fileBytes: 1,
  layout: 'anchored',
  contextTokens: 4096,
  sequences: 4,
  kvBytes: 200_000_000,
  threads: 1,
  gpu: false,
};

function none(reason: NoAnswerOutcome['reason'], more: Partial<NoAnswerOutcome> = {}): NoAnswerOutcome {
  return { kind: 'none', reason, ...more };
}

describe('resultOf', () => {
  it('tells an answer', () => {
    expect(resultOf(answer, 'a.ts', model)).toEqual({
      text: 'return 1;\n}',
      origin: 'cold',
      outcome: 'answer:cold',
      reason: null,
      reusedTokens: 0,
      evaluatedTokens: 120,
      generatedTokens: 6,
      firstTokenMs: 410,
      timeToTextMs: 612.25,
      model: 'starter',
      layout: 'anchored',
    });
  });

  it('tells why nothing was found', () => {
    expect(resultOf(none('filtered', { filter: 'repetition', cost }), 'a.ts', model)).toMatchObject({
      text: '',
      origin: null,
      outcome: 'none:filtered',
      reason: 'the answer was filtered by repetition',
      evaluatedTokens: 120,
      timeToTextMs: null,
    });
  });

  it.each([
    [none('failed', { failure: 'model-missing', detail: 'No model at m.gguf.' }), 'No model at m.gguf.'],
    [
      none('excluded', { detail: 'It may hold secrets.' }),
      '.env: Hearth leaves this file alone. Choose another one (It',
    ],
    [none('disabled'), '.env: Hearth leaves this file alone.'],
    [none('superseded'), '.env: The request was superseded.'],
  ])('fails where the outcome is a failure', (outcome, problem) => {
    expect(() => resultOf(outcome, '.env', model)).toThrow(problem);
  });
});

describe('formatResult', () => {
  it('puts the text before the figures', () => {
    expect(formatResult(resultOf(answer, 'a.ts', model))).toBe(
      [
        'return 1;',
        '}',
        '---',
        'origin         cold',
        'tokens         0 reused, 120 evaluated, 6 generated',
        'first token    410.0 ms',
        'time to text   612.3 ms',
        'model          starter, layout anchored',
      ].join('\n'),
    );
  });

  it('has nothing before the figures where nothing was found', () => {
    expect(formatResult(resultOf(none('empty', { detail: 'Nothing to add.' }), 'a.ts', undefined))).toBe(
      '---\nnothing found  the model had nothing to add: Nothing to add.',
    );
  });
});
