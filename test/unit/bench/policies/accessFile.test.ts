import { describe, expect, it } from 'vitest';
import type { Access } from '../../../../bench/policies/access';
import { formatWorkloads, parseWorkloads } from '../../../../bench/policies/accessFile';

const one = { key: 0, bytes: 640, costMs: 213 };
const two = { key: 1, bytes: 300, costMs: 40 };
const accesses: Access[] = [
  { kind: 'look', item: undefined },
  { kind: 'store', item: one },
  { kind: 'look', item: one },
  { kind: 'store', item: two },
  { kind: 'look', item: one },
  { kind: 'drop', item: two },
  { kind: 'store', item: { ...one, costMs: 7 } },
  { kind: 'look', item: { ...one, costMs: 7 } },
];

describe('the file of accesses', () => {
  it('is short, and is read as it was written', () => {
    const text = formatWorkloads([{ name: 'a', accesses }]);
    expect(text).toBe('# a\n? +640/213 . +300/40 0 !1 =0/640/7 .\n');
    expect(parseWorkloads(text, 'file')).toEqual([{ name: 'a', accesses }]);
  });

  it.each([
    ['# a\n0', '"0" is no access'],
    ['# a\n.', '"." is no access'],
    ['# a\n+1/x', '"+1/x" is no access'],
    ['+1/1', '"+1/1" is no access'],
  ])('explains what is wrong with %j', (text, problem) => {
    expect(() => parseWorkloads(text, 'file')).toThrow(`file: ${problem}`);
  });
});
