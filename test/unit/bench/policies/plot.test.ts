import { describe, expect, it } from 'vitest';
import { plotMissRatios } from '../../../../bench/policies/plot';
import { formatStudy } from '../../../../bench/policies/report';
import { policyNames, sizes, studyOf } from '../../../../bench/policies/study';
import type { Access } from '../../../../bench/policies/access';

const items = Array.from({ length: 60 }, (_, key) => ({ key, bytes: 500, costMs: 1_000 }));
const accesses: Access[] = [
  ...items.map((item): Access => ({ kind: 'store', item })),
  ...items.map((item): Access => ({ kind: 'look', item })),
];
const report = studyOf({ name: 'a day', accesses }, 1_000_000);

describe('plotMissRatios', () => {
  it('has a curve of every size for each policy, in logarithmic scale, down to what no eviction loses', () => {
    const curves = [...plotMissRatios([report], 1_000).matchAll(/points="([^"]*)"/g)].map(([, points = '']) =>
      points.split(' ').map((point) => Number(point.split(',')[1])),
    );
    expect(curves).toHaveLength(policyNames.length);
    for (const curve of curves) expect(curve).toHaveLength(sizes.length);
    // All are lost, five times as many as at the top of the scale, which has 11 doublings from one in 10,000 to a fifth.
    expect(curves[0]?.[0]).toBeLessThan(32);
    expect(((curves[0]?.[0] ?? NaN) - 32) / 240).toBeCloseTo(-Math.log(5) / Math.log(2_000), 2);
    expect(curves[0]?.at(-1)).toBe(32 + 240);
  });

  it('has a panel for each workload, and marks the shipped size', () => {
    const svg = plotMissRatios([report, { ...report, workload: 'another day' }], 1_000);
    expect(svg).toContain('>a day; 0.0 % of the lookups');
    expect(svg).toContain('>another day; 0.0 % of the lookups');
    expect(svg.match(/stroke-dasharray="1 4" stroke-width="2"/g)).toHaveLength(2);
  });
});

describe('formatStudy', () => {
  it('says how many were lost, and what computing them takes', () => {
    const text = formatStudy([report]);
    expect(text).toContain(
      'a day: 60 lookups, 60 entries of 500 bytes; 0.0 % of the lookups no cache can answer',
    );
    expect(text).toMatch(/^LRU +100\.0 % +100\.0 % +100\.0 % +0\.0 %/m);
    expect(text).toMatch(/^LRU +60 \(60\) /m);
  });
});
