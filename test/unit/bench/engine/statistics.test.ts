import { describe, expect, it } from 'vitest';
import { median, slope, spread } from '../../../../bench/engine/statistics';

describe('spread', () => {
  it('takes percentiles by nearest rank, in whatever order the values come', () => {
    const values = Array.from({ length: 40 }, (_, index) => ((index * 7) % 40) + 1);
    expect(spread(values)).toEqual({ p50: 20, p95: 38, max: 40 });
    expect(median([9, 1, 5])).toBe(5);
  });

  it('has zeros for nothing', () => {
    expect(spread([])).toEqual({ p50: 0, p95: 0, max: 0 });
  });
});

describe('slope', () => {
  it('is that of the line the points lie on', () => {
    const points = [3, 1, 2, 7].map((x) => ({ x, y: 100 - 2.5 * x }));
    expect(slope(points)).toBeCloseTo(-2.5, 12);
  });

  it('is that of least squares where they lie on none', () => {
    const points = [
      { x: 0, y: 1 },
      { x: 1, y: 0 },
      { x: 2, y: 5 },
    ];
    expect(slope(points)).toBeCloseTo(2, 12);
  });

  it('is zero where there is nothing to tell it from', () => {
    expect(slope([])).toBe(0);
    expect(slope([{ x: 1, y: 1 }])).toBe(0);
    expect(
      slope([
        { x: 1, y: 1 },
        { x: 1, y: 9 },
      ]),
    ).toBe(0);
  });
});
