import { describe, expect, test } from 'vitest';
import { computedOn, mainTables, outcomeName } from '../../../src/editor/figures';
import { formatBytes, formatDecimal, formatMilliseconds, formatPercent } from '../../../src/editor/format';
import { freshState, sampleState } from './sampleState';

describe('figures', () => {
  test('every row has a value for every column', () => {
    for (const state of [sampleState(), freshState()]) {
      for (const { columns, rows } of mainTables(state)) {
        for (const row of rows) expect(row.values).toHaveLength(columns.length - 1);
      }
    }
  });

  test('nothing is counted yet, and nothing divides by zero', () => {
    const values = mainTables(freshState()).flatMap(({ rows }) => rows.flatMap((row) => row.values));
    expect(values.join(' ')).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('what became of suggestions stands in words, as shares of those shown', () => {
    const suggestions = mainTables(sampleState()).find(({ caption }) => caption === 'Suggestions');
    expect(suggestions?.rows.map(({ label, values }) => [label, ...values])).toEqual([
      ['Shown', '8'],
      ['Accepted', '2 (25%)'],
      ['Accepted in part', '1 (13%)'],
      ['Typed to the end', '0 (0%)'],
      ['Dismissed', '1 (13%)'],
      ['Characters accepted', '90'],
      ['Still there after 30 seconds', '30 of 40 (75%)'],
    ]);
  });

  test('what computes has its reason where Hearth chose it', () => {
    expect(computedOn({ gpu: false })).toBe('CPU');
    expect(computedOn({ gpu: false, gpuNote: 'no GPU' })).toBe('CPU: no GPU');
    expect(computedOn({ gpu: 'cuda', gpuNote: 'A, fast' })).toBe('GPU (cuda): A, fast');
  });

  test('an outcome that has no name yet keeps its own', () => {
    expect(outcomeName('none:novel')).toBe('none:novel');
  });
});

describe('formats', () => {
  test.each([
    [undefined, '–'],
    [0, '0%'],
    [0.001, '< 1%'],
    [0.874, '87%'],
    [0.999, '99%'],
    [1, '100%'],
  ])('percent of %s', (share, text) => {
    expect(formatPercent(share)).toBe(text);
  });

  test('bytes, decimals and times', () => {
    expect([0, 999, 1_500, 8_000_000, 2_340_000_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.5 KB',
      '8 MB',
      '2.3 GB',
    ]);
    expect([0, 1.44, 12, 1234.5].map(formatDecimal)).toEqual(['0', '1.4', '12', '1,235']);
    expect([0.3, 1, 250.4, 1_500].map(formatMilliseconds)).toEqual(['< 1 ms', '1 ms', '250 ms', '1.5 s']);
  });
});
