import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { LegendComponentOption } from 'echarts/components';
import { barXAxis, ink, valuesOf, xAxisOf, type XAxisOption, yAxisOf, type YAxisOption } from './axes';
import type { Panel } from './chart';
import {
  categoryWidth,
  type Columns,
  columnWidth,
  layOut,
  legendColumns,
  legendIcon,
  legendLine,
  margin,
  nameGap,
  type PanelLayout,
  width,
} from './layout';
import { formatNumber } from './numbers';
import { renderSvg } from './renderSvg';
import { barLabels, barSeries, lineSeries, nameIn } from './series';
import { type StyleOf, stylesOf } from './styles';
import { fontSize, widest } from './textWidth';

export interface Stack {
  /** What a screen reader says of the picture. */
  readonly label: string;
  /** From top to bottom. */
  readonly panels: readonly Panel[];
}

/** What stays free above lines, of the axis' length. */
const lineHeadroom = 0.06;

/**
 * Panels one below the other, as one SVG picture. What has the same name looks the same in all, and panels with the same names
 * share one legend at the bottom. The same input gives the same bytes. Throws a RangeError for a number that is none, for what
 * has no place on its axis, and for more names than can be told apart.
 */
export function stackPanels({ label, panels }: Stack): string {
  const names = panels.map(({ series }) => series.map(({ name }) => name));
  const styleOf = stylesOf([...new Set(names.flat())]);
  const { layouts, height } = layOut(panels, leftOf(panels), legendsOf(names));
  const drawn = layouts.map((layout, index) => drawPanel(layout, index, styleOf));
  return renderSvg(
    label,
    { width, height },
    {
      title: layouts.map(({ panel, titleTop }) => ({
        text: panel.title,
        left: margin,
        top: titleTop,
        padding: 0,
        textStyle: { color: ink, fontSize: 15, fontWeight: 'bold' },
      })),
      grid: layouts.map(({ plot }) => ({ ...plot, outerBoundsMode: 'none' })),
      xAxis: drawn.map(({ xAxis }) => xAxis),
      yAxis: drawn.map(({ yAxis }) => yAxis),
      legend: layouts.flatMap(legend),
      series: drawn.flatMap(({ series }) => series),
    },
  );
}

interface Drawn {
  readonly xAxis: XAxisOption;
  readonly yAxis: YAxisOption;
  readonly series: readonly (LineSeriesOption | BarSeriesOption)[];
}

function drawPanel({ panel, plot }: PanelLayout, index: number, styleOf: StyleOf): Drawn {
  const at = { gridIndex: index };
  const named = { ...at, ...yName(panel, plot.left) };
  if (panel.kind === 'bars') {
    const labels = barLabels(panel, plot.width);
    const { axis, least } = yAxisOf(panel, labels.height / plot.height);
    const xAxis = barXAxis(panel.categories, categoryWidth(panel.categories.length, plot.width));
    const series = barSeries(panel, labels, { index, least, styleOf });
    return { xAxis: { ...xAxis, ...at }, yAxis: { ...axis, ...named }, series };
  }
  const { axis, least } = yAxisOf(panel, lineHeadroom);
  const { axis: xAxis, place } = xAxisOf(panel);
  const series = lineSeries(panel, place, { index, least, styleOf });
  return { xAxis: { ...xAxis, ...at }, yAxis: { ...axis, ...named }, series };
}

/** The name of the vertical axis, which begins below the title. */
function yName(panel: Panel, left: number) {
  return {
    name: panel.yAxis.name,
    nameLocation: 'end' as const,
    nameGap: nameGap(panel),
    nameTextStyle: { color: ink, fontSize, align: 'left' as const, padding: [0, 0, 0, margin - left] },
  };
}

/** What the numbers at the widest of the vertical axes take. */
function leftOf(panels: readonly Panel[]): number {
  const numbers = panels.flatMap((panel) =>
    valuesOf(panel).map((value) => formatNumber(value, panel.yAxis.unit)),
  );
  return Math.min(140, Math.max(56, widest(numbers) + 28));
}

/** For each panel, the columns of its legend; where all have the same names only the last has one. */
function legendsOf(names: readonly (readonly string[])[]): Columns[] {
  const isShared = names.every((own) => own.join('\n') === names[0]?.join('\n'));
  return names.map((own, index) => (isShared && index < names.length - 1 ? [] : legendColumns(own)));
}

/** ECharts wraps the lines of a legend, but says nothing of their number; columns have a known height. */
function legend({ legend: { columns, top } }: PanelLayout, panel: number): LegendComponentOption[] {
  const each = columnWidth(columns.flat());
  return columns.map((names, column) => ({
    data: names.map((name) => nameIn(panel, name)),
    formatter: (name: string) => name.slice(nameIn(panel, '').length),
    orient: 'vertical',
    left: margin + column * each,
    top,
    padding: 0,
    itemGap: legendLine - 14,
    itemWidth: legendIcon.width,
    itemHeight: 14,
    selectedMode: false,
    textStyle: { color: ink, fontSize, lineHeight: 14 },
  }));
}
