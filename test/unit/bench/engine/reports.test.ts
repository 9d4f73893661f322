import { describe, expect, it } from 'vitest';
import { boundOf, memoryReport, memoryTable, workReport } from '../../../../bench/engine/memoryReport';
import { preemptReport } from '../../../../bench/engine/preemptReport';
import { formatTable } from '../../../../bench/engine/report';
import { revisitReport, revisitTable } from '../../../../bench/engine/revisitReport';
import { slicesOf } from '../../../../bench/engine/sliceWatch';
import type { EngineCost, ModelInfo } from '../../../../src/engine/port';
import { warmCost } from '../../../support/scriptedEngine';

const model: ModelInfo = {
  name: 'tiny',
  path: '/m.gguf',
  fileBytes: 1,
  layout: 'anchored',
  contextTokens: 3072,
  sequences: 4,
  kvBytes: 36 * 2 ** 20,
  threads: 1,
  gpu: false,
};
const costOf = (reusedTokens: number, evaluatedTokens: number, firstTokenMs: number): EngineCost => ({
  ...warmCost,
  reusedTokens,
  evaluatedTokens,
  firstTokenMs,
});

describe('revisitReport', () => {
  const round = (coldMs: number, snapshotReused: number): Parameters<typeof revisitReport>[2][number] => ({
    cold: [costOf(0, 300, 100), costOf(300, 1700, coldMs)],
    coldFresh: costOf(0, 1000, 400),
    memory: costOf(2000, 1, 10),
    snapshot: costOf(snapshotReused, 2001 - snapshotReused, 50),
  });
  const report = revisitReport(
    model,
    { tokens: 2000, rounds: 3 },
    [round(900, 2000), round(700, 2000), round(2900, 0)],
    [{ largest: 6, all: 9 }],
  );

  it('adds up the two requests of the cold way, which reuse nothing that was not paid for', () => {
    expect(report.cold).toEqual({
      promptTokens: 2000,
      reusedTokens: 0,
      evaluatedTokens: 2000,
      firstTokenMs: 1000,
      allFirstTokenMs: [1000, 800, 3000],
    });
  });

  it('takes ratios of medians', () => {
    expect(report.ratios).toEqual({
      coldToMemory: 100,
      coldToSnapshot: 20,
      coldFreshToMemory: 40,
      coldFreshToSnapshot: 8,
    });
  });

  it('counts the rounds in which the prompt came from disk', () => {
    expect(report.snapshot.restoredRounds).toBe(2);
    expect(formatTable(revisitTable(report))).toContain('restored in 2 of 3 rounds');
  });
});

describe('preemptReport', () => {
  const sightings = [
    { at: 100, tokens: 10 },
    { at: 130, tokens: 20 },
    { at: 170, tokens: 32 },
    { at: 215, tokens: 44 },
  ];
  const keyOf = (queueMs: number, isDuring: boolean): Parameters<typeof preemptReport>[3][number] => ({
    cost: { ...costOf(100, 1, 10 + queueMs), queueMs },
    isDuring,
  });

  it('does not count the first slice, of which the beginning was not seen', () => {
    expect(slicesOf(sightings)).toEqual([
      { tokens: 12, ms: 40 },
      { tokens: 12, ms: 45 },
    ]);
    expect(slicesOf([])).toEqual([]);
  });

  it('leaves out keys that came too late, and compares the wait with the longest slice', () => {
    const calibration = { slices: slicesOf(sightings), prefillTokens: 1000, prefillMs: 4000 };
    const keys = [keyOf(20, true), keyOf(45, true), keyOf(46, true), keyOf(0, false)];
    const report = preemptReport(model, calibration, [costOf(100, 1, 12)], keys);
    expect(report.duringPrefill.keys).toBe(3);
    expect(report.tooLate).toBe(1);
    expect(report.withinOneSlice).toBeCloseTo(2 / 3, 3);
    expect(report.difference).toEqual({ firstTokenP50Ms: 43, firstTokenP95Ms: 44 });
    expect(report.slice.ms).toEqual({ p50: 40, p95: 45, max: 45 });
  });
});

describe('memoryReport', () => {
  const mib = 2 ** 20;
  const parts = {
    mappedWeights: 500 * mib,
    otherWeights: 30 * mib,
    kv: 100 * mib,
    compute: 20 * mib,
    output: mib,
  };
  const used = (anonymous: number): Parameters<typeof memoryReport>[2] => ({
    resident: anonymous + 10,
    anonymous,
    mapped: 10,
  });

  it('allows no mapped weights in the bound', () => {
    expect(boundOf(parts)).toBe((30 + 100 + 20 + 1 + 150) * mib);
  });

  it.each([
    [301, true, 'within the bound'],
    [302, false, 'EXCEEDS the bound'],
  ])('says of %i MB whether they are within the bound', (size, holds, words) => {
    const report = memoryReport(model, used(0), used(size * mib), parts, undefined);
    expect(report.formula).toMatchObject({ anonymous: size, bound: 301, holds, kvByModelInfo: 36 });
    expect(formatTable(memoryTable(report))).toContain(words);
  });

  it('says nothing of the bound where the parts are not known', () => {
    const report = memoryReport(model, used(mib), used(2 * mib), undefined, undefined);
    expect(report.formula).toMatchObject({ parts: null, bound: null, holds: null });
    expect(formatTable(memoryTable(report))).toContain('does not name llama.cpp');
  });

  it('finds growth after the first tenth, an hour and over all', () => {
    const samples = Array.from({ length: 20 }, (_, index) => ({
      requests: (index + 1) * 10,
      anonymous: (index < 2 ? 999 : 100 + index) * mib,
    }));
    const work = workReport({ hours: 4, requests: 200, aborted: 3, samples });
    expect(work).toMatchObject({
      slopePerHour: 5,
      slopeOverAll: 20,
      least: 102,
      most: 119,
      mostLessLeast: 17,
    });
  });
});

describe('formatTable', () => {
  it('aligns text to the left and numbers to the right, and lets a remark widen nothing', () => {
    const table = formatTable([['name', 'ms'], ['a', 7], ['a remark that is long'], ['abcdef', 1234]]);
    expect(table.split('\n')).toEqual([
      'name    ms',
      'a          7',
      'a remark that is long',
      'abcdef  1234',
    ]);
  });
});
