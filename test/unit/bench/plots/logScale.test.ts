import { describe, expect, it } from 'vitest';
import { logRange, logTicks } from '../../../../bench/plots/logScale';

const options = { headroom: 0, isBelowAll: false };

describe('logRange', () => {
  it('begins at a power of ten and ends at the highest value', () => {
    expect(logRange([30, 700], options)).toEqual({ least: 10, most: 700 });
    for (const least of [0.00001, 0.01, 1, 10, 1_000, 1_000_000])
      expect(logRange([least, 5_000_000], options).least).toBe(least);
    expect(logRange([0.001, 0.5], options)).toEqual({ least: 0.001, most: 0.5 });
  });

  it('begins below all that is above 0 where something is not, or where it must', () => {
    expect(logRange([10, 700, 0], options).least).toBe(1);
    expect(logRange([30, 700, 0], options).least).toBe(10);
    for (const value of [0.001, 1, 1_000, 1_000_000])
      expect(logRange([value, 0], options).least).toBe(Number((value / 10).toPrecision(1)));
    expect(logRange([10, 700], { ...options, isBelowAll: true }).least).toBe(1);
  });

  it('leaves a part of its length free', () => {
    const { least, most } = logRange([10, 1_000], { ...options, headroom: 0.2 });
    expect(Math.log(1_000 / least) / Math.log(most / least)).toBeCloseTo(0.8);
  });

  it('has a range for nothing but 0, and holds what is given', () => {
    const { least, most } = logRange([0], options);
    expect(most).toBeGreaterThan(least);
    expect(logRange([5], { ...options, least: 2, most: 20 })).toEqual({ least: 2, most: 20 });
  });
});

describe('logTicks', () => {
  it('has powers of ten, and two and five of them where these are few', () => {
    expect(logTicks({ least: 0.0001, most: 0.2 })).toEqual([0.0001, 0.001, 0.01, 0.1]);
    expect(logTicks({ least: 10, most: 700 })).toEqual([10, 20, 50, 100, 200, 500]);
    expect(logTicks({ least: 3, most: 60 })).toEqual([3, 5, 10, 20, 50]);
  });
});
