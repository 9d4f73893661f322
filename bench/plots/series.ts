import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import { ink, nameOf, type Place } from './axes';
import type { BarPanel, LinePanel } from './chart';
import { formatNumber } from './numbers';
import type { StyleOf } from './styles';
import { widest } from './textWidth';

/** Where the series of a panel belong: which axes, what is drawn at the bottom, and how each is. */
export interface Frame {
  /** Of the panel. */
  readonly index: number;
  readonly least: number;
  readonly styleOf: StyleOf;
}

/** ECharts finds what a legend shows by name, so that a name must be one of one panel. */
export function nameIn(panel: number, name: string): string {
  return `${panel} ${name}`;
}

/** A line for each series, and the mark with the first. */
export function lineSeries(
  panel: LinePanel,
  place: Place,
  { index, least, styleOf }: Frame,
): LineSeriesOption[] {
  const isCategory = panel.xAxis.scale === 'category';
  return panel.series.map(({ name, points }, at): LineSeriesOption => {
    const { colour, dash, marker } = styleOf(name);
    return {
      type: 'line',
      name: nameIn(index, name),
      xAxisIndex: index,
      yAxisIndex: index,
      silent: true,
      data: points.map(([x, y]) => [isCategory ? nameOf(x) : x, Math.max(y, least)]),
      symbol: marker,
      symbolSize: 7,
      showAllSymbol: true,
      itemStyle: { color: colour },
      lineStyle: { color: colour, width: 2, type: dash },
      ...(at === 0 && panel.mark && { markLine: markLine(panel, panel.mark, place) }),
    };
  });
}

function markLine(
  { xAxis }: LinePanel,
  { x, name }: NonNullable<LinePanel['mark']>,
  place: Place,
): NonNullable<LineSeriesOption['markLine']> {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: ink, width: 1.5, type: [1, 4] },
    label: {
      formatter: () => name,
      position: 'end',
      distance: 7,
      color: ink,
      textBorderWidth: 0,
      fontSize: 12,
      // Away from the nearer edge.
      align: place(x) > 0.5 ? 'right' : 'left',
    },
    data: [{ xAxis: xAxis.scale === 'category' ? nameOf(x) : x }],
  };
}

/** How the values above the bars are written, which are upright where they are wider than a bar. */
export interface BarLabels {
  readonly isUpright: boolean;
  /** What they take, in pixels from the bar. */
  readonly height: number;
}

/** Decided for all bars of a panel alike. */
export function barLabels({ categories, series }: BarPanel, plotWidth: number): BarLabels {
  const width = widest(series.flatMap(({ values }) => values.map(textOf)));
  const bar = (plotWidth / categories.length) * (0.8 / series.length);
  return width > bar + 6 ? { isUpright: true, height: width + 8 } : { isUpright: false, height: 24 };
}

/** Without the unit, which the axis has. */
function textOf(value: number | null): string {
  return value === null ? '' : formatNumber(value);
}

/** A bar for each series in each category, with its value above it. */
export function barSeries(
  { series }: BarPanel,
  { isUpright }: BarLabels,
  { index, least, styleOf }: Frame,
): BarSeriesOption[] {
  return series.map(({ name, values }): BarSeriesOption => {
    const { colour, hatching } = styleOf(name);
    return {
      type: 'bar',
      name: nameIn(index, name),
      xAxisIndex: index,
      yAxisIndex: index,
      silent: true,
      barCategoryGap: '20%',
      barGap: '5%',
      barMaxWidth: 80,
      itemStyle: { color: colour, ...(hatching && { decal: hatching }) },
      data: values.map((value) => ({
        value: value === null ? '-' : Math.max(value, least),
        label: { formatter: () => textOf(value) },
      })),
      label: {
        show: true,
        color: ink,
        textBorderWidth: 0,
        fontSize: 12,
        position: 'top',
        ...(isUpright && { rotate: 90, align: 'left', verticalAlign: 'middle', distance: 6 }),
      },
    };
  });
}
