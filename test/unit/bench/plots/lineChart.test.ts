import { describe, expect, it } from 'vitest';
import { type LineChart, lineChart } from '../../../../bench/plots/lineChart';
import { styles } from '../../../../bench/plots/styles';
import { linesOf, placeOf, textsOf } from './support/picture';

const chart: LineChart = {
  label: 'Time to text by cores & "model"',
  title: 'Time to text',
  xAxis: { name: 'Cores', scale: 'log' },
  yAxis: { name: 'Median time', scale: 'linear', unit: 'ms' },
  series: [
    {
      name: 'cold <prompt>',
      points: [
        [1, 400],
        [2, 200],
        [8, 100],
      ],
    },
    {
      name: 'warm',
      points: [
        [1, 40],
        [8, 0],
      ],
    },
  ],
};
const log: LineChart = { ...chart, yAxis: { ...chart.yAxis, scale: 'log' } };

describe('lineChart', () => {
  it('gives the same bytes for the same input, also after other pictures', () => {
    const first = lineChart(log);
    lineChart(chart);
    expect(lineChart(log)).toBe(first);
  });

  it('is one white picture with a name, and text that is text', () => {
    const svg = lineChart(chart);
    expect(svg).toMatch(
      /^<svg [^>]*role="img" aria-label="Time to text by cores &amp; &quot;model&quot;">\n<rect width="760"[^>]*fill="#ffffff"/,
    );
    expect(svg).not.toMatch(/<(style|script|animate)|ecmeta|class=/);
    const texts = textsOf(svg).map(({ text }) => text);
    for (const text of ['Time to text', 'Cores', 'Median time', 'cold &lt;prompt&gt;', 'warm'])
      expect(texts.filter((other) => other === text)).toHaveLength(1);
  });

  it('draws each point where its numbers are written', () => {
    const svg = lineChart(chart);
    const [cold, warm] = linesOf(svg);
    expect(cold?.map(({ x }) => x)).toEqual(['1', '2', '8'].map((text) => near(placeOf(svg, text).x)));
    expect(cold?.map(({ y }) => y)).toEqual(
      ['400', '200', '100'].map((n) => near(placeOf(svg, `${n} ms`).y)),
    );
    expect(warm?.[1]).toEqual({ x: near(placeOf(svg, '8').x), y: near(placeOf(svg, '0 ms').y) });
    // Twice the cores are a third of the way to eight times as many.
    const [one, two, eight] = cold?.map(({ x }) => x) ?? [];
    expect((Number(two) - Number(one)) / (Number(eight) - Number(one))).toBeCloseTo(1 / 3, 2);
  });

  it('draws 0 at the least of a logarithmic axis, below all else, and says so', () => {
    const svg = lineChart(log);
    const least = placeOf(svg, '≤ 10 ms').y;
    const [cold, warm] = linesOf(svg);
    expect(warm?.[1]?.y).toBeCloseTo(least, 0);
    const decade = least - placeOf(svg, '100 ms').y;
    expect((least - Number(warm?.[0]?.y)) / decade).toBeCloseTo(Math.log10(4), 2);
    expect((least - Number(cold?.[0]?.y)) / decade).toBeCloseTo(Math.log10(40), 2);
  });

  it('holds the limits that are given', () => {
    const svg = lineChart({ ...log, yAxis: { name: 'Time', scale: 'log', least: 50, most: 500 } });
    const least = placeOf(svg, '≤ 50').y;
    for (const { y } of linesOf(svg)[1] ?? []) expect(y).toBeCloseTo(least, 0);
    const free = lineChart({ ...log, yAxis: { name: 'Time', scale: 'log', least: 50, most: 5000 } });
    expect(placeOf(free, '≤ 50').y).toBeCloseTo(least, 0);
    expect(linesOf(free)[0]?.[0]?.y).toBeGreaterThan(Number(linesOf(svg)[0]?.[0]?.y));
  });

  it('says of a linear axis, too, that it stands for less', () => {
    const svg = lineChart({ ...chart, yAxis: { name: 'Time', scale: 'linear', least: 100 } });
    expect(linesOf(svg)[1]?.[0]?.y).toBeCloseTo(placeOf(svg, '≤ 100').y, 0);
    const below = { name: 'below', points: [[1, -400] as const] };
    const whole = lineChart({ ...chart, series: [...chart.series, below] });
    expect(textsOf(whole).filter(({ text }) => text.includes('≤'))).toEqual([]);
    expect(Number(linesOf(whole)[0]?.[0]?.y)).toBeLessThan(placeOf(whole, '0 ms').y);
  });

  it('has names, and numbers as names, at equal distances', () => {
    const points = [
      ['none', 1],
      [250, 2],
      [4_000, 3],
    ] as const;
    const svg = lineChart({
      ...chart,
      xAxis: { name: 'Size', scale: 'category' },
      series: [{ name: 'a', points }],
      mark: { x: 4_000, name: 'shipped' },
    });
    const xs = linesOf(svg)[0]?.map(({ x }) => x) ?? [];
    expect(xs).toEqual(['none', '250', '4,000'].map((text) => near(placeOf(svg, text).x)));
    expect(Number(xs[2]) - Number(xs[1])).toBeCloseTo(Number(xs[1]) - Number(xs[0]), 0);
    expect(placeOf(svg, 'shipped').x).toBeCloseTo(Number(xs[2]), 0);
  });

  it('marks a place on the axis, with its name above the lines', () => {
    const svg = lineChart({ ...chart, mark: { x: 4, name: 'this machine' } });
    const { x, y } = placeOf(svg, 'this machine');
    const [cold] = linesOf(svg);
    const [left, right] = [Number(cold?.[0]?.x), Number(cold?.[2]?.x)];
    expect((x - left) / (right - left)).toBeCloseTo(2 / 3, 2);
    expect(y).toBeLessThan(placeOf(svg, '400 ms').y);
    expect(svg).toContain('stroke-dasharray="1,4"');
  });

  it('writes the name of a mark away from the nearer edge', () => {
    const anchor = (x: number): string | undefined =>
      /text-anchor="(\w+)"[^>]*>this machine</.exec(
        lineChart({ ...chart, mark: { x, name: 'this machine' } }),
      )?.[1];
    expect([1, 2, 4, 8].map(anchor)).toEqual(['start', 'start', 'end', 'end']);
  });

  it('tells the series apart by colour, dashes and markers', () => {
    const series = styles.map((_, index) => ({ name: `series ${index}`, points: [[1, index] as const] }));
    const svg = lineChart({ ...chart, series });
    const legend = [
      ...svg.matchAll(/<path d="M0 7L44 7".*?stroke="([^"]*)".*\n<path d="([^"]*)".*?fill="([^"]*)"/g),
    ];
    expect(new Set(legend.map(([, colour]) => colour)).size).toBe(styles.length);
    expect(new Set(legend.map(([, , marker, fill]) => `${marker} ${fill === '#fff'}`)).size).toBe(
      styles.length,
    );
    expect(new Set(styles.map(({ dash }) => String(dash))).size).toBe(styles.length);
  });

  it('refuses what it cannot draw truly', () => {
    const { series } = chart;
    const at = (x: number | string, y: number) => [...series, { name: 'odd', points: [[x, y] as const] }];
    expect(() => lineChart({ ...chart, series: at(0, 1) })).toThrow(
      '"Cores" of the plot "Time to text" has no place for 0',
    );
    expect(() => lineChart({ ...chart, series: at('two', 1) })).toThrow('no place for two');
    expect(() => lineChart({ ...chart, series: at(1, NaN) })).toThrow('has the value NaN');
    const many = Array.from({ length: 9 }, (_, index) => ({ name: `${index}`, points: [[1, 1] as const] }));
    expect(() => lineChart({ ...chart, series: many })).toThrow('8 series apart, and this one has 9');
  });
});

/** Lines are rounded to a tenth of a pixel. */
function near(pixel: number): unknown {
  return expect.closeTo(pixel, 0);
}
