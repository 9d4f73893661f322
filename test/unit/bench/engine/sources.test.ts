import { describe, expect, it } from 'vitest';
import { atLineEnd, halfLineFrom, promptAt, type Source } from '../../../../bench/engine/sources';
import { follow, place } from '../../../../src/prompt/placement';

const source: Source = {
  path: 'src/list.ts',
  lines: [
    'class List {',
    '',
    '  constructor(readonly items: string[]) {}',
    '}',
    'const one = 1;',
    'const two = 2;',
  ],
};

describe('promptAt', () => {
  it('leaves out the lines that are not written yet', () => {
    expect(promptAt(source, { document: 'place/3', line: 2, typed: '  const', resumesAt: 4 })).toEqual({
      document: 'bench:/place/3',
      path: 'place/3/src/list.ts',
      repository: '',
      before: 'class List {\n\n  const',
      beforeIsWhole: true,
      after: '\nconst one = 1;\nconst two = 2;',
      line: 2,
    });
  });

  it('gives no two documents one path', () => {
    const paths = ['a', 'b'].map((document) => atLineEnd(source, document, 1).path);
    expect(new Set(paths).size).toBe(2);
  });

  it('has a whole document written from its top followed from the empty document on', () => {
    const lines = Array.from({ length: 250 }, (_, index) => `export const value${index} = ${index};`);
    const long: Source = { path: 'long.ts', lines };
    const at = (line: number): ReturnType<typeof promptAt> =>
      promptAt(long, { document: 'place', line, typed: '', resumesAt: 230 });
    const followed = follow(at(200), place(at(0), undefined));
    expect(followed?.middle).toBe(at(200).before);
  });
});

describe('atLineEnd', () => {
  it('reads a source that is whole', () => {
    const { before, after } = atLineEnd(source, 'x', 4);
    expect(before + after).toBe(source.lines.join('\n'));
    expect(before.endsWith('const one = 1;')).toBe(true);
  });
});

describe('halfLineFrom', () => {
  it('skips lines that have no half', () => {
    expect(halfLineFrom(source, 1)).toEqual({ line: 2, typed: '  constructor(readonly', key: ' ' });
  });

  it('finds nothing below the last line', () => {
    expect(halfLineFrom(source, 6)).toBeUndefined();
  });
});
