import type { Origin } from '../../../../completion/outcome';
import type { ColourName } from './theme';

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross';
export type Pattern = 'solid' | 'rising' | 'dots' | 'flat' | 'crossed';

/** How one kind of thing is drawn in every chart: each differs from the others without its colour, too. */
export interface Mark {
  readonly colour: ColourName;
  readonly shape: Shape;
  readonly pattern: Pattern;
}

export const originMarks: Readonly<Record<Origin, Mark>> = {
  'typed-through': { colour: 'green', shape: 'circle', pattern: 'solid' },
  cache: { colour: 'blue', shape: 'square', pattern: 'rising' },
  joined: { colour: 'yellow', shape: 'triangle', pattern: 'dots' },
  warm: { colour: 'purple', shape: 'diamond', pattern: 'flat' },
  cold: { colour: 'red', shape: 'cross', pattern: 'crossed' },
};

/** Outlines around 0, 0 with a radius of 1, as pairs of coordinates. The cross is two strokes, the others are closed. */
const outlines: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1],
    [1, 0.9],
    [-1, 0.9],
  ],
  diamond: [
    [0, -1.2],
    [1.2, 0],
    [0, 1.2],
    [-1.2, 0],
  ],
  cross: [
    [-0.9, -0.9],
    [0.9, 0.9],
    [0.9, -0.9],
    [-0.9, 0.9],
  ],
};

/** The shape as a path around a point, for a canvas and, as text, for SVG. */
export function shapePath(shape: Shape, x: number, y: number, radius: number): string {
  if (shape === 'circle') {
    return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  }
  const points = outlines[shape].map(([dx, dy]) => `${x + dx * radius} ${y + dy * radius}`);
  if (shape === 'cross') return `M${points[0]}L${points[1]}M${points[2]}L${points[3]}`;
  return `M${points.join('L')}z`;
}

/** Lines and dots of a pattern over a box, as a path to be stroked. `gap` is the distance between two lines. */
export function patternPath(pattern: Pattern, width: number, height: number, gap: number): string {
  switch (pattern) {
    case 'solid':
      return '';
    case 'flat':
      return steps(height, gap)
        .map((y) => `M0 ${y}H${width}`)
        .join('');
    case 'rising':
      return rising(width, height, gap);
    case 'crossed':
      return (
        rising(width, height, gap) +
        steps(width + height, gap)
          .map((x) => `M${x - height} 0L${x} ${height}`)
          .join('')
      );
    case 'dots':
      return steps(height, gap)
        .flatMap((y) => steps(width, gap).map((x) => `M${x} ${y}h0.01`))
        .join('');
  }
}

function rising(width: number, height: number, gap: number): string {
  return steps(width + height, gap)
    .map((x) => `M${x} 0L${x - height} ${height}`)
    .join('');
}

function steps(length: number, gap: number): readonly number[] {
  return Array.from(
    { length: Math.max(0, Math.floor((length - gap / 2) / gap) + 1) },
    (_, index) => gap / 2 + index * gap,
  );
}
