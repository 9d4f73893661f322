import { describe, expect, it } from 'vitest';
import { type LiveSample, formatLiveReport, liveReport } from '../../../../bench/traces/liveReport';

const rest = ' = 1;';

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959964;

function sample(more: Partial<LiveSample>): LiveSample {
  return {
    trace: 'a',
    path: 'a.ts',
    line: 1,
    age: 0,
    staleCharacters: 0,
    rest,
    given: rest,
    fresh: rest,
    ...more,
  };
}

const samples = [
  sample({}),
  sample({ given: ' = 2;', path: 'b.ts' }),
  sample({ age: 1, staleCharacters: 10, given: `${rest}  \nnext();` }),
  sample({ age: 8, staleCharacters: 30, fresh: '', path: 'b.ts' }),
  sample({ age: 40, staleCharacters: 5, given: '', fresh: '\n' }),
];
const report = liveReport(samples, [0, 0, 0, 1, 8, 40, 41], { unknown: 3, short: 2 });

describe('liveReport', () => {
  it('has a row for each age, for all that is stale, and for all', () => {
    expect(report.groups.map(({ group, answers, samples: count }) => [group, answers, count])).toEqual([
      ['not stale', 3, 2],
      ['1 to 8', 2, 2],
      ['9 to 32', 0, 0],
      ['33 or more', 2, 1],
      ['all stale', 4, 3],
      ['all', 7, 5],
    ]);
    expect(report.samples).toEqual(samples);
  });

  it('compares the first lines with the rest of the line, and the answers with each other', () => {
    expect(report.groups[0]).toMatchObject({ equal: 0.5, given: 0.5, fresh: 1, difference: -0.5 });
    expect(report.groups[1]).toMatchObject({ staleCharacters: 20, equal: 0, given: 1, fresh: 0.5 });
    expect(report.groups[3]).toMatchObject({ equal: 0, given: 0, fresh: 0, difference: 0 });
    expect(report.groups[5]).toMatchObject({ equal: 0.2, given: 0.6, fresh: 0.6, difference: 0 });
  });

  it('bounds the difference by files or by lines, whichever is wider', () => {
    const bound = (...some: readonly LiveSample[]): number | null | undefined =>
      liveReport(some, [], { unknown: 0, short: 0 }).groups[0]?.halfWidth;
    const [equal, lost] = [sample({}), sample({ fresh: rest, given: '' })];
    // Two files, whose deviations from the mean of −0.5 are 0.5 and −0.5: √(2/1 · 0.5 / 2²) = 0.5.
    expect(report.groups[0]?.halfWidth).toBeCloseTo(z * 0.5, 6);
    // One file with two lines, and two such files, between which there is no difference.
    const alike = [equal, { ...lost, line: 2 }];
    const other = alike.map((one) => ({ ...one, path: 'b.ts' }));
    expect(bound(...alike)).toBeCloseTo(z * 0.5, 6);
    // Four lines with deviations of 0.5: √(4/3 · 1 / 4²).
    expect(bound(...alike, ...other)).toBeCloseTo(z * Math.sqrt(1 / 12), 6);
    // All in one line: there is no spread to tell it from.
    expect(bound(equal, lost)).toBeNull();
  });

  it('bounds the difference by the rule of three where no match differs', () => {
    const many = Array.from({ length: 60 }, (_, index) => sample({ line: 1 + Math.floor(index / 2) }));
    const [figures] = liveReport(many, [], { unknown: 0, short: 0 }).groups;
    expect(figures).toMatchObject({ difference: 0, halfWidth: 0.1 });
    expect(report.groups[3]).toMatchObject({ difference: 0, halfWidth: 1 });
  });

  it('says null, and never NaN, of an age that has no samples', () => {
    expect(report.groups[2]).toEqual({
      group: '9 to 32',
      answers: 0,
      samples: 0,
      staleCharacters: null,
      equal: null,
      given: null,
      fresh: null,
      difference: null,
      halfWidth: null,
    });
  });
});

describe('formatLiveReport', () => {
  it('prints one line an age, and what was left out', () => {
    const printed = formatLiveReport(report);
    expect(printed).toMatch(/^not stale +3 +2 +0 +50\.0 % +50\.0 % +100\.0 % +-50\.0 ± 98\.0$/m);
    expect(printed).toMatch(/^1 to 8 +2 +2 +20 +0\.0 % +100\.0 % +50\.0 % +\+50\.0 ± 98\.0$/m);
    expect(printed).toMatch(/^9 to 32 +0 +0( +none){5}$/m);
    expect(printed).toMatch(/^33 or more +2 +1 +5 +0\.0 % +0\.0 % +0\.0 % +0\.0 ± 100\.0$/m);
    expect(printed).toContain(
      '3 where it is not known what was to be typed, and 2 where hardly anything was',
    );
  });
});
