/** How what belongs to one name is drawn: each of the three tells it apart from all others, for who does not see the others. */
export interface Style {
  readonly colour: string;
  /** Lengths of dashes and gaps in pixels; `solid` for none. */
  readonly dash: 'solid' | number[];
  readonly marker: string;
  /** The hatching of a bar; undefined for none. */
  readonly hatching: Hatching | undefined;
}

/** As ECharts takes it. */
interface Hatching {
  readonly symbol: string;
  readonly symbolSize: number;
  readonly color: string;
  readonly dashArrayX: number | number[] | number[][];
  readonly dashArrayY: number | number[];
  readonly rotation: number;
}

const ink = 'rgba(255, 255, 255, 0.75)';

function lines(rotation: number, gap: number): Hatching {
  return { symbol: 'rect', symbolSize: 1, color: ink, dashArrayX: [1, 0], dashArrayY: [2, gap], rotation };
}

function dots(symbol: string, distance: number): Hatching {
  const row = [distance, distance];
  const shifted = [0, distance, distance, 0];
  return {
    symbol,
    symbolSize: 0.8,
    color: ink,
    dashArrayX: [row, shifted],
    dashArrayY: distance,
    rotation: 0,
  };
}

/**
 * Okabe and Ito's colours (Color Universal Design, 2008), which people who see no red or no green tell apart, with grey in the
 * place of yellow, which is not seen on white.
 */
export const styles: readonly Style[] = [
  { colour: '#0072b2', dash: 'solid', marker: 'circle', hatching: undefined },
  { colour: '#d55e00', dash: [8, 4], marker: 'rect', hatching: lines(-Math.PI / 4, 5) },
  { colour: '#009e73', dash: [2, 3], marker: 'triangle', hatching: dots('circle', 5) },
  { colour: '#000000', dash: [10, 3, 2, 3], marker: 'diamond', hatching: lines(0, 5) },
  { colour: '#cc79a7', dash: [4, 2], marker: 'emptyCircle', hatching: lines(Math.PI / 4, 5) },
  { colour: '#e69f00', dash: [12, 6], marker: 'emptyRect', hatching: lines(Math.PI / 2, 5) },
  { colour: '#56b4e9', dash: [14, 3, 2, 3, 2, 3], marker: 'emptyTriangle', hatching: dots('rect', 4) },
  { colour: '#6e7781', dash: [16, 4], marker: 'emptyDiamond', hatching: lines(-Math.PI / 4, 10) },
];

export type StyleOf = (name: string) => Style;

/** The style of each name, by its place. Throws a RangeError where there are more names than styles. */
export function stylesOf(names: readonly string[]): StyleOf {
  return (name) => {
    const style = styles[names.indexOf(name)];
    if (style !== undefined) return style;
    throw new RangeError(`A plot tells ${styles.length} series apart, and this one has ${names.length}.`);
  };
}
