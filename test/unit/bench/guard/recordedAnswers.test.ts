import { describe, expect, it } from 'vitest';
import { answerKey } from '../../../../bench/guard/answerKey';
import { RecordedAnswers } from '../../../../bench/guard/recordedAnswers';
import type { EngineAnswer } from '../../../../src/engine/port';

function answer(text: string, confidence?: EngineAnswer['confidence']): EngineAnswer {
  const cost = { generatedTokens: 7 } as EngineAnswer['cost'];
  return { text, stop: 'line', cost, ...(confidence && { confidence }) };
}

describe('RecordedAnswers', () => {
  it('are read as they were written, in the order of their keys', () => {
    const answers = new RecordedAnswers();
    answers.add('b', answer('x "quoted"\n', { first: -0.123456, mean: -0 }));
    answers.add('a', answer(''));
    const text = answers.format();
    expect(text).toBe('["a","","line",7]\n["b","x \\"quoted\\"\\n","line",7,-0.1235,0]\n');
    expect(RecordedAnswers.parse(text, 'file').format()).toBe(text);
  });

  it('keep the first answer to a question', () => {
    const answers = new RecordedAnswers();
    answers.add('a', answer('first'));
    answers.add('a', answer('second'));
    expect(answers.find('a', '')?.text).toBe('first');
  });

  it('know what was asked of which there is none, each once and by its line', () => {
    const answers = new RecordedAnswers();
    answers.add('a', answer('x'));
    answers.find('a', 'known');
    for (let times = 0; times < 2; times++) expect(answers.find('b', 'if (x) {\n  return ')).toBeUndefined();
    expect(answers.missing).toEqual(['  return ']);
  });

  it('forget what was not asked for', () => {
    const answers = new RecordedAnswers();
    for (const key of ['a', 'b', 'c']) answers.add(key, answer(key));
    answers.find('b', '');
    answers.dropUnused();
    expect(answers.format()).toBe('["b","b","line",7]\n');
  });

  it.each([
    ['{', 'line 2: it is not JSON'],
    ['["a"]', 'line 2: it is no answer'],
    ['["a","x","line","7"]', 'line 2: it is no answer'],
  ])('explain what is wrong with %s', (line, problem) => {
    expect(() => RecordedAnswers.parse(`["a","","line",7]\n${line}\n`, 'file')).toThrow(`file, ${problem}`);
  });
});

describe('answerKey', () => {
  const before = `${'far '.repeat(500)}near`;
  const key = answerKey({ before, after: '\nnext' }, { lines: 1 });

  it('is the same however much more is read', () => {
    expect(answerKey({ before: `more${before}`, after: '\nnext' }, { lines: 1 })).toBe(key);
    expect(key).toMatch(/^[\w-]{12}$/);
  });

  it('is another for other text near the cursor, and for another number of lines', () => {
    expect(answerKey({ before: `${before}s`, after: '\nnext' }, { lines: 1 })).not.toBe(key);
    expect(answerKey({ before, after: '\nnext ' }, { lines: 1 })).not.toBe(key);
    expect(answerKey({ before, after: '\nnext' }, { lines: 6 })).not.toBe(key);
  });
});
