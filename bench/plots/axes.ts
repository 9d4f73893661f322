import type { LinePanel, Panel, XAxis, YAxis } from './chart';
import { type LogOptions, logRange, logTicks } from './logScale';
import { categoryLine } from './layout';
import { formatNumber } from './numbers';
import type { PlotOption } from './renderSvg';
import { fontSize } from './textWidth';
import { wrap } from './wrap';

export const ink = '#1f2328';
const faint = '#d8dee4';

type Single<T> = T extends readonly (infer Item)[] ? Item : T;
export type XAxisOption = Single<NonNullable<PlotOption['xAxis']>>;
export type YAxisOption = Single<NonNullable<PlotOption['yAxis']>>;

/** From left to right where something is, in parts of the axis' length. */
export type Place = (x: number | string) => number;

const look = {
  axisLine: { show: true, lineStyle: { color: ink } },
  axisLabel: { color: ink, fontSize },
  nameTextStyle: { color: ink, fontSize },
} as const;
const grid = { show: true, lineStyle: { color: faint } } as const;

/** What the values of a panel are, without those that it lacks. */
export function valuesOf(panel: Panel): number[] {
  const all =
    panel.kind === 'lines'
      ? panel.series.flatMap(({ points }) => points.map(([, y]) => y))
      : panel.series.flatMap(({ values }) => values.filter((value) => value !== null));
  const wrong = all.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new RangeError(`The plot "${panel.title}" has the value ${wrong}.`);
  return all;
}

/** The vertical axis, and where a value is drawn that is below it. `headroom` is what stays free above, of its length. */
export function yAxisOf(
  panel: Panel,
  headroom: number,
): { readonly axis: YAxisOption; readonly least: number } {
  const values = valuesOf(panel);
  if (panel.yAxis.scale === 'linear') return linearYAxis(panel.yAxis, values, headroom);
  // A bar that began where it ends would be none.
  return logYAxis(panel.yAxis, values, { headroom, isBelowAll: panel.kind === 'bars' });
}

function logYAxis({ unit, ...given }: YAxis, values: readonly number[], options: LogOptions) {
  const range = logRange(values, { ...given, ...options });
  const ticks = logTicks(range);
  const axis: YAxisOption = {
    type: 'log',
    min: range.least,
    max: range.most,
    startValue: range.least,
    axisTick: { show: false, customValues: ticks },
    splitLine: grid,
    ...look,
    axisLabel: { ...look.axisLabel, customValues: ticks, formatter: numbering(values, range.least, unit) },
  };
  return { axis, least: range.least };
}

function linearYAxis({ unit, most, ...given }: YAxis, values: readonly number[], headroom: number) {
  const least = given.least ?? (values.some((value) => value < 0) ? undefined : 0);
  const axis: YAxisOption = {
    type: 'value',
    ...(least !== undefined && { min: least }),
    ...(most !== undefined && { max: most }),
    axisTick: { show: false },
    boundaryGap: [0, gapAbove(values, least, headroom)],
    splitLine: grid,
    ...look,
    axisLabel: { ...look.axisLabel, formatter: numbering(values, least ?? -Infinity, unit) },
  };
  return { axis, least: least ?? -Infinity };
}

/** The numbers at an axis, the first of which says so where it stands for less, too. */
function numbering(values: readonly number[], least: number, unit: string | undefined) {
  const isForLess = values.some((value) => value < least);
  // A logarithmic axis computes its values back, so that they are off by a rounding.
  const margin = Math.abs(least) * 1e-6;
  return (value: number): string => {
    const text = formatNumber(value, unit);
    return isForLess && value <= least + margin ? `≤ ${text}` : text;
  };
}

/** ECharts takes what stays free as a part of the distance between the values, and rounds up from there. */
function gapAbove(values: readonly number[], least: number | undefined, headroom: number): number {
  const drawn = values.map((value) => Math.max(value, least ?? value));
  const [lowest, highest] = [Math.min(...drawn), Math.max(...drawn)];
  const distance = highest - lowest || Math.abs(lowest);
  const free = ((highest - (least ?? lowest)) * headroom) / (1 - headroom);
  return distance > 0 ? free / distance : 0;
}

/** The horizontal axis of lines. */
export function xAxisOf(panel: LinePanel): { readonly axis: XAxisOption; readonly place: Place } {
  const { xAxis } = panel;
  const named = { name: xAxis.name, nameLocation: 'middle', nameGap: 28, ...look } as const;
  if (xAxis.scale === 'category') return categoryXAxis(named, categoriesOf(panel));
  const numbers = numbersOf(panel);
  const ends = [Math.min(...numbers), Math.max(...numbers)] as const;
  const ticks = ticksOf(xAxis, numbers);
  const scaled = xAxis.scale === 'log' ? Math.log : (x: number): number => x;
  const axis: XAxisOption = {
    type: xAxis.scale === 'log' ? 'log' : 'value',
    min: ends[0],
    max: ends[1],
    ...(ticks && { axisTick: { customValues: ticks } }),
    splitLine: { ...grid, show: false },
    ...named,
    axisLabel: {
      ...look.axisLabel,
      hideOverlap: true,
      formatter: (value: number) => formatNumber(value),
      ...(ticks && { customValues: ticks }),
    },
  };
  const place: Place = (x) =>
    (scaled(Number(x)) - scaled(ends[0])) / (scaled(ends[1]) - scaled(ends[0]) || 1);
  return { axis, place };
}

function categoryXAxis(named: object, names: readonly string[]) {
  const axis: XAxisOption = {
    type: 'category',
    data: [...names],
    ...named,
    axisLabel: { ...look.axisLabel, interval: 0, hideOverlap: true },
  };
  const place: Place = (x) => (names.indexOf(nameOf(x)) + 0.5) / names.length;
  return { axis, place };
}

/** The horizontal axis of bars, each name in lines of at most `width` pixels. */
export function barXAxis(categories: readonly string[], width: number): XAxisOption {
  return {
    type: 'category',
    data: [...categories],
    ...look,
    axisTick: { show: false },
    axisLabel: {
      ...look.axisLabel,
      interval: 0,
      lineHeight: categoryLine,
      formatter: (name: string) => wrap(name, width).join('\n'),
    },
  };
}

/** How a place of a category scale is called. */
export function nameOf(x: number | string): string {
  return typeof x === 'number' ? formatNumber(x) : x;
}

function categoriesOf({ xAxis, series }: LinePanel): string[] {
  const all = xAxis.values ?? series.flatMap(({ points }) => points.map(([x]) => x));
  return [...new Set(all.map(nameOf))];
}

/** All that lies on an axis of numbers. Throws a RangeError for what cannot. */
function numbersOf({ title, xAxis, series, mark }: LinePanel): number[] {
  const all = [
    ...series.flatMap(({ points }) => points.map(([x]) => x)),
    ...(xAxis.values ?? []),
    ...(mark ? [mark.x] : []),
  ];
  return all.map((x) => {
    if (typeof x === 'number' && Number.isFinite(x) && (xAxis.scale === 'linear' || x > 0)) return x;
    throw new RangeError(
      `The ${xAxis.scale} axis "${xAxis.name}" of the plot "${title}" has no place for ${x}.`,
    );
  });
}

/** Few numbers are all written, as is what is asked for; undefined to leave the choice to ECharts. */
function ticksOf({ scale, values }: XAxis, numbers: readonly number[]): number[] | undefined {
  if (values !== undefined) return values.map(Number);
  if (scale === 'linear') return undefined;
  const all = [...new Set(numbers)].sort((a, b) => a - b);
  return all.length <= 10 ? all : logTicks({ least: all[0] ?? 1, most: all.at(-1) ?? 1 });
}
