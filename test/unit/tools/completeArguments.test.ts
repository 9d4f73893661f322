import { describe, expect, it } from 'vitest';
import { StringDocument } from '../../../src/completion/document';
import { positionIn, readCompleteArguments } from '../../../tools/completeArguments';

function read(...args: string[]): ReturnType<typeof readCompleteArguments> {
  return readCompleteArguments(args);
}

describe('readCompleteArguments', () => {
  it('reads a place', () => {
    expect(read('src/a.ts:12:5')).toEqual({
      file: 'src/a.ts',
      line: 12,
      column: 5,
      json: false,
      engine: { threads: 0 },
    });
  });

  it('reads the numbers of a Windows path from the right', () => {
    expect(read('C:\\a b.ts:1:2')).toMatchObject({ file: 'C:\\a b.ts', line: 1, column: 2 });
  });

  it('reads options', () => {
    const { json, engine } = read(
      'a.ts:1:1',
      '--json',
      '--model',
      'm.gguf',
      '--layout',
      'suffix-first',
      '--threads=8',
    );
    expect(json).toBe(true);
    expect(engine).toEqual({ model: 'm.gguf', layout: 'suffix-first', threads: 8 });
  });

  it.each([
    [[], 'The place to complete at is missing. Usage: npm run -s complete -- FILE:LINE:COL'],
    [['a.ts'], '"a.ts" is no place, expected FILE:LINE:COL'],
    [['a.ts:1'], '"a.ts:1" is no place'],
    [['a.ts:1:x'], '"a.ts:1:x" is no place'],
    [[':1:1'], '":1:1" is no place'],
    [['a.ts:1:1', 'b.ts:1:1'], 'Expected one place, got 2.'],
    [['a.ts:1:1', '--threads', 'two'], '--threads is "two", expected a whole number from 1 to 256.'],
    [['a.ts:1:1', '--threads', '0'], '--threads is "0"'],
    [['a.ts:1:1', '--threads', '257'], '--threads is "257"'],
    [
      ['a.ts:1:1', '--layout', 'x'],
      '--layout is "x", expected one of anchored, suffix-first, prefix-only, plain.',
    ],
    [['a.ts:1:1', '--model='], '--model is empty, expected a GGUF file.'],
    [['a.ts:1:1', '--model'], "Option '--model <value>' argument missing. Usage: "],
    [['a.ts:1:1', '--jsn'], "Unknown option '--jsn'. Usage: "],
  ])('explains what is wrong with %j', (args, problem) => {
    expect(() => read(...args)).toThrow(problem);
  });
});

describe('positionIn', () => {
  const document = new StringDocument('file:///a.ts', 'a.ts', 'typescript', 1, 'one\n\nthree');

  it.each([
    [1, 1, { line: 0, character: 0 }],
    [1, 4, { line: 0, character: 3 }],
    [2, 1, { line: 1, character: 0 }],
    [3, 6, { line: 2, character: 5 }],
  ])('finds line %i, column %i', (line, column, position) => {
    expect(positionIn(document, line, column)).toEqual(position);
  });

  it.each([
    [4, 1, 'Line 4 is outside a.ts, which has 3 lines. Give a number from 1 to 3.'],
    [0, 1, 'Line 0 is outside a.ts'],
    [1, 5, 'Column 5 is outside line 1 of a.ts, which has 4 columns, the one behind its end included.'],
    [2, 2, 'which has 1 column, the one'],
    [1, 0, 'Column 0 is outside line 1'],
  ])('refuses line %i, column %i', (line, column, problem) => {
    expect(() => positionIn(document, line, column)).toThrow(problem);
  });
});
