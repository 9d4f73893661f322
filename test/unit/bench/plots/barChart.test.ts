import { describe, expect, it } from 'vitest';
import { type BarChart, barChart } from '../../../../bench/plots/barChart';
import { styles } from '../../../../bench/plots/styles';
import { barsOf, placeOf, textsOf } from './support/picture';

const chart: BarChart = {
  label: 'Tokens',
  title: 'Tokens a key',
  categories: ['Python', 'Go', 'Rust'],
  yAxis: { name: 'Tokens', scale: 'linear', unit: 'kB' },
  series: [
    { name: 'Hearth', values: [12.34, 4, 0] },
    { name: 'other', values: [98.7, null, 1_234] },
  ],
};
const [first, second] = styles;

describe('barChart', () => {
  it('writes each name, and each value above its bar', () => {
    const svg = barChart(chart);
    const texts = textsOf(svg).map(({ text }) => text);
    expect(texts).toEqual(
      expect.arrayContaining(['Tokens a key', 'Python', 'Go', 'Rust', 'Hearth', 'other']),
    );
    for (const value of ['12.3', '4', '0', '98.7', '1,234']) expect(placeOf(svg, value)).toBeDefined();
    // Side by side in their category, whose name is below the middle.
    expect(placeOf(svg, '12.3').x).toBeLessThan(placeOf(svg, 'Python').x);
    expect(placeOf(svg, '98.7').x).toBeGreaterThan(placeOf(svg, 'Python').x);
    expect(placeOf(svg, '1,234').y).toBeLessThan(placeOf(svg, '98.7').y);
  });

  it('has bars as high as their values, and none for what is not there', () => {
    const svg = barChart(chart);
    const [python, go, rust] = barsOf(svg, first?.colour ?? '');
    const [otherPython, otherRust, ...more] = barsOf(svg, second?.colour ?? '');
    expect(more).toEqual([]);
    expect(Number(python) / Number(otherRust)).toBeCloseTo(12.34 / 1_234, 2);
    expect(Number(otherPython) / Number(otherRust)).toBeCloseTo(98.7 / 1_234, 2);
    expect(go).toBeGreaterThan(0);
    expect(rust ?? 0).toBe(0);
  });

  it('draws 0 without a bar in a logarithmic scale, and begins below the least value', () => {
    const values = [0, 10, 100];
    const svg = barChart({
      ...chart,
      yAxis: { name: 'Tokens', scale: 'log' },
      series: [{ name: 'a', values }],
    });
    expect(placeOf(svg, '≤ 1')).toBeDefined();
    const [none, ten, hundred] = barsOf(svg, first?.colour ?? '');
    expect(none).toBe(0);
    expect(Number(hundred) / Number(ten)).toBeCloseTo(2, 1);
    expect(placeOf(svg, '0').y).toBeLessThan(placeOf(svg, '≤ 1').y);
  });

  it('has a bar also for the least value of a logarithmic scale', () => {
    const yAxis = { name: 'Tokens', scale: 'log' } as const;
    const svg = barChart({ ...chart, yAxis, series: [{ name: 'a', values: [10, 20, 100] }] });
    const [ten, twenty, hundred] = barsOf(svg, first?.colour ?? '');
    expect(Number(hundred) / Number(ten)).toBeCloseTo(2, 1);
    expect(Number(twenty) / Number(ten)).toBeCloseTo(1 + Math.log10(2), 1);
  });

  it('turns values upright that are wider than their bars, and leaves room for them', () => {
    const series = styles.map((_, index) => ({
      name: `s${index}`,
      values: [32_902, 32_000 + index, 31_999],
    }));
    const svg = barChart({ ...chart, yAxis: { name: 'Tokens', scale: 'log' }, series });
    expect(svg.match(/matrix\(0,-1,1,0,[^>]*>32,902</g)).toHaveLength(styles.length);
    expect(barChart(chart)).not.toContain('matrix(0,-1,1,0');
    const text = 7 * '32,902'.length;
    const name = placeOf(svg, 'Tokens').y;
    for (const { y } of textsOf(svg).filter((found) => found.text === '32,902'))
      expect(y - text).toBeGreaterThan(name);
  });

  it('hatches all but the first series, each in its way', () => {
    const series = styles.map((_, index) => ({ name: `s${index}`, values: [1, 1, 1] }));
    const patterns = barChart({ ...chart, series }).match(/<pattern [\s\S]*?<\/pattern>/g) ?? [];
    const looks = patterns.map((pattern) => pattern.replace(/ id="[^"]*"/, ''));
    expect(looks).toHaveLength(styles.length - 1);
    expect(new Set(looks).size).toBe(looks.length);
  });
});
