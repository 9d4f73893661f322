import { describe, expect, it } from 'vitest';
import { plotMissRatios } from '../../../../bench/policies/plot';
import { formatStudy } from '../../../../bench/policies/report';
import { policyNames, sizes, studyOf } from '../../../../bench/policies/study';
import type { Access } from '../../../../bench/policies/access';
import { linesOf, placeOf, textsOf } from '../plots/support/picture';

const items = Array.from({ length: 60 }, (_, key) => ({ key, bytes: 500, costMs: 1_000 }));
const accesses: Access[] = [
  ...items.map((item): Access => ({ kind: 'store', item })),
  ...items.map((item): Access => ({ kind: 'look', item })),
];
const report = studyOf({ name: 'a day', accesses }, 1_000_000);

describe('plotMissRatios', () => {
  it('has a curve of every size for each policy, in logarithmic scale, down to what no eviction loses', () => {
    const svg = plotMissRatios([report], 1_000);
    const curves = linesOf(svg);
    expect(curves).toHaveLength(policyNames.length);
    for (const curve of curves) expect(curve).toHaveLength(sizes.length);
    const [lru] = curves;
    for (const [index, entries] of sizes.entries())
      expect(lru?.[index]?.x).toBeCloseTo(placeOf(svg, entries.toLocaleString('en')).x, 0);
    // All are lost with ten entries, ten times as many as the highest number at the scale.
    const [ten, one, bottom] = ['10 %', '1 %', '≤ 0.01 %'].map((text) => placeOf(svg, text).y);
    expect(lru?.[0]?.y).toBeCloseTo(2 * Number(ten) - Number(one), 0);
    expect(lru?.at(-1)?.y).toBeCloseTo(Number(bottom), 0);
  });

  it('has a panel for each workload, one legend, and marks the shipped size', () => {
    const svg = plotMissRatios([report, { ...report, workload: 'another day' }], 1_000);
    expect(placeOf(svg, 'a day; 0.0 % of the lookups no cache can answer').y).toBeLessThan(
      placeOf(svg, 'another day; 0.0 % of the lookups no cache can answer').y,
    );
    for (const name of [...policyNames.slice(0, -1), 'optimal, which knows the future'])
      expect(placeOf(svg, name)).toBeDefined();
    const marks = textsOf(svg).filter(({ text }) => text === 'the product’s: 1,000');
    expect(marks).toHaveLength(2);
    for (const { x } of marks) expect(x).toBeCloseTo(Number(linesOf(svg)[0]?.[sizes.indexOf(1_000)]?.x), 0);
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
