import { Samples } from '../../src/completion/samples';

/** Percentiles by nearest rank, as all of Hearth's figures. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const samples = new Samples();
  for (const value of values) samples.add(value);
  const { p50, p95, max } = samples.distribution();
  return { p50, p95, max };
}

export function median(values: readonly number[]): number {
  return spread(values).p50;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The slope of the line of least squares; 0 where there are too few points, or all have one `x`. */
export function slope(points: readonly Point[]): number {
  const meanX = mean(points.map(({ x }) => x));
  const meanY = mean(points.map(({ y }) => y));
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  const variance = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return variance > 0 ? covariance / variance : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
