import { Component, createRef, h, type JSX } from 'preact';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { type ChartTheme, onThemeChange, readTheme } from './theme';

/** What a chart is made of; its colours and sizes are the theme's and the page's. */
export interface ChartSpec {
  readonly scales: uPlot.Scales;
  readonly axes: (theme: ChartTheme) => readonly [uPlot.Axis, uPlot.Axis];
  readonly data: uPlot.AlignedData;
  /** Draws what is in the chart; uPlot itself draws the axes only. */
  readonly draw: (plot: uPlot, theme: ChartTheme) => void;
}

interface PlotProps {
  /** The chart in words, for those who do not see it. */
  readonly label: string;
  /** Equal for charts that look the same: then nothing is drawn again. */
  readonly shape: string;
  readonly spec: ChartSpec;
}

const height = 180;

/** A chart by uPlot that follows the theme and the width of its place. Nothing in it is for the pointer only. */
export class Plot extends Component<PlotProps> {
  readonly #place = createRef<HTMLDivElement>();
  readonly #cleanups: (() => void)[] = [];
  #plot: uPlot | undefined;
  #theme = readTheme();

  override componentDidMount(): void {
    const place = this.#place.current;
    if (place === null) return;
    this.#build(place);
    const sizes = new ResizeObserver(() => this.#fit(place));
    sizes.observe(place);
    this.#cleanups.push(
      () => sizes.disconnect(),
      onThemeChange(() => this.#build(place)),
    );
  }

  override shouldComponentUpdate(next: PlotProps): boolean {
    return next.shape !== this.props.shape || next.label !== this.props.label;
  }

  override componentDidUpdate(): void {
    this.#plot?.setData(this.props.spec.data);
  }

  override componentWillUnmount(): void {
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
    this.#plot?.destroy();
  }

  override render({ label }: PlotProps): JSX.Element {
    return h('div', { class: 'plot', role: 'img', 'aria-label': label, ref: this.#place });
  }

  /** uPlot takes fonts and colours of axes when it is made, so another theme is another plot. */
  #build(place: HTMLElement): void {
    this.#plot?.destroy();
    this.#theme = readTheme();
    const { spec } = this.props;
    const [x, y] = spec.axes(this.#theme);
    const options: uPlot.Options = {
      width: widthOf(place),
      height,
      legend: { show: false },
      cursor: { show: false },
      scales: spec.scales,
      axes: [this.#dress(x), this.#dress(y)],
      series: spec.data.map(() => ({ show: true, paths: () => null, points: { show: false } })),
      hooks: { draw: [(plot) => this.props.spec.draw(plot, this.#theme)] },
    };
    this.#plot = new uPlot(options, spec.data, place);
  }

  #dress(axis: uPlot.Axis): uPlot.Axis {
    const { text, grid, font } = this.#theme;
    const line = { stroke: grid, width: 1 };
    return {
      stroke: text,
      font,
      labelFont: font,
      labelSize: 18,
      grid: line,
      ticks: { ...line, size: 4 },
      ...axis,
    };
  }

  #fit(place: HTMLElement): void {
    const width = widthOf(place);
    if (this.#plot !== undefined && width !== this.#plot.width) this.#plot.setSize({ width, height });
  }
}

function widthOf(place: HTMLElement): number {
  return Math.max(120, Math.floor(place.clientWidth));
}
