import { describe, expect, it } from 'vitest';
import type { Panel } from '../../../../bench/plots/chart';
import { stackPanels } from '../../../../bench/plots/stackPanels';
import { styles } from '../../../../bench/plots/styles';
import { barsOf, linesOf, placeOf, textsOf } from './support/picture';

function lines(title: string, names: readonly string[]): Panel {
  return {
    kind: 'lines',
    title,
    xAxis: { name: `${title}, x`, scale: 'linear' },
    yAxis: { name: `${title}, y`, scale: 'linear' },
    series: names.map((name) => ({ name, points: [[0, 3] as const, [9, 7] as const] })),
  };
}
const bars: Panel = {
  kind: 'bars',
  title: 'third',
  categories: ['one'],
  yAxis: { name: 'third, y', scale: 'log' },
  series: [{ name: 'b', values: [77] }],
};

/** How often something is written. */
function count(svg: string, wanted: string): number {
  return textsOf(svg).filter(({ text }) => text === wanted).length;
}

describe('stackPanels', () => {
  it('puts panels below each other in one picture, each with its axes', () => {
    const svg = stackPanels({ label: 'all', panels: [lines('first', ['a']), lines('second', ['b']), bars] });
    expect(svg.match(/<svg /g)).toHaveLength(1);
    const tops = ['first', 'first, x', 'second', 'second, y', 'second, x', 'third', 'third, y', '77'];
    const ys = tops.map((text) => placeOf(svg, text).y);
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    const height = Number(/^<svg width="\d+" height="(\d+)"/.exec(svg)?.[1]);
    expect(Math.max(...textsOf(svg).map(({ y }) => y))).toBeLessThan(height);
    const [first, second] = linesOf(svg);
    expect(Number(second?.[0]?.y)).toBeGreaterThan(placeOf(svg, 'first, x').y);
    expect(Number(first?.[0]?.y)).toBeLessThan(placeOf(svg, 'first, x').y);
  });

  it('has one legend where all panels have the same names, and one for each where not', () => {
    const same = stackPanels({
      label: 'all',
      panels: [lines('first', ['a', 'b']), lines('second', ['a', 'b'])],
    });
    expect([count(same, 'a'), count(same, 'b')]).toEqual([1, 1]);
    expect(placeOf(same, 'a').y).toBeGreaterThan(placeOf(same, 'second, x').y);
    const others = stackPanels({ label: 'all', panels: [lines('first', ['a', 'b']), bars] });
    expect([count(others, 'a'), count(others, 'b')]).toEqual([1, 2]);
  });

  it('draws what has the same name alike', () => {
    const svg = stackPanels({ label: 'all', panels: [lines('first', ['a', 'b']), bars] });
    // The second name, although it is the only one of its panel.
    expect(barsOf(svg, styles[1]?.colour ?? '')).toHaveLength(1);
    expect(barsOf(svg, styles[0]?.colour ?? '')).toHaveLength(0);
  });
});
