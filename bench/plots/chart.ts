/** A horizontal axis of numbers, or of names at equal distances. */
export interface XAxis {
  readonly name: string;
  /** `log` takes only what is more than 0. */
  readonly scale: 'log' | 'linear' | 'category';
  /** What is written at the axis; in a category scale all that it has, in their order. Chosen from the points by default. */
  readonly values?: readonly (number | string)[];
}

export interface YAxis {
  readonly name: string;
  readonly scale: 'log' | 'linear';
  /** Written behind each number: `%`, `ms`. */
  readonly unit?: string;
  /**
   * Where the axis begins. What is less is drawn here, and the axis says `≤`. By default 0, or less where something is. A
   * logarithmic scale has no 0; there it is a power of ten, which is less than all that is above 0 if something is not, or if bars
   * are drawn.
   */
  readonly least?: number;
  /** Where the axis ends, and what is more is cut off. By default a little above all values. */
  readonly most?: number;
}

export interface LineSeries {
  readonly name: string;
  /** x and y; x is a number, and in a category scale a name, too. Where there is nothing to tell, leave the point out. */
  readonly points: readonly (readonly [x: number | string, y: number])[];
}

/** Lines with a marker at each point. */
export interface LinePanel {
  readonly kind: 'lines';
  readonly title: string;
  readonly xAxis: XAxis;
  readonly yAxis: YAxis;
  readonly series: readonly LineSeries[];
  /** A dotted vertical line with its name on top. */
  readonly mark?: { readonly x: number | string; readonly name: string };
}

export interface BarSeries {
  readonly name: string;
  /** One for each category; null where there is nothing to tell, and then there is no bar. */
  readonly values: readonly (number | null)[];
}

/** For each category a group of bars, one of each series, with its value above it. */
export interface BarPanel {
  readonly kind: 'bars';
  readonly title: string;
  readonly categories: readonly string[];
  readonly yAxis: YAxis;
  readonly series: readonly BarSeries[];
}

export type Panel = LinePanel | BarPanel;
