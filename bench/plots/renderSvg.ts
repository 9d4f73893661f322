import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  MarkLineComponent,
  TitleComponent,
  type TitleComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

/** What these plots use of ECharts. */
export type PlotOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TitleComponentOption
>;

export interface Size {
  readonly width: number;
  readonly height: number;
}

use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

/**
 * Draws with ECharts' SVG renderer, which needs no browser. The same option gives the same bytes. `label` is what a screen reader
 * says of the picture.
 */
export function renderSvg(label: string, size: Size, option: PlotOption): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    chart.setOption({
      ...option,
      animation: false,
      backgroundColor: '#ffffff',
      textStyle: { fontFamily: 'sans-serif' },
    });
    return `${named(label, chart.renderToSVGString({ useViewBox: true }))}\n`;
  } finally {
    chart.dispose();
  }
}

/**
 * ECharts counts the pictures of a process in the names within each, leaves the picture itself without one, and prepares it for
 * a script that answers a mouse. A line for each element keeps the changes of a picture readable.
 */
function named(label: string, svg: string): string {
  return svg
    .replaceAll(/\bzr\d+-/g, 'plot-')
    .replaceAll(/ (class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/<style ?>.*?<\/style>/s, '')
    .replaceAll(/><\/(path|rect|image)>/g, '/>')
    .replaceAll('><', '>\n<')
    .replace(/^<svg [^>]*/, (start) => `${start} role="img" aria-label="${escaped(label)}"`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
