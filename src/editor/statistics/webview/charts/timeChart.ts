import { h, type JSX } from 'preact';
import type uPlot from 'uplot';
import { origins } from '../../../../completion/outcome';
import { formatMilliseconds } from '../../../format';
import type { TimePoint } from '../../report';
import { minuteOfDay, originWords } from '../text';
import { originMarks, shapePath } from './marks';
import { type ChartSpec, Plot } from './plot';
import type { ChartTheme } from './theme';

/** Least time that is told apart: a logarithmic axis has no zero. */
const leastMs = 0.1;
const radius = 3.5;

/** Time to text of the last answers, each a mark of its origin, on a logarithmic axis. */
export function timeChart(points: readonly TimePoint[]): JSX.Element {
  const last = points.at(-1);
  const shape = `${points.length} ${last?.at ?? 0} ${points[0]?.at ?? 0}`;
  return h(Plot, { label: timesInWords(points), shape, spec: specOf(points) });
}

function timesInWords(points: readonly TimePoint[]): string {
  const parts = origins.flatMap((origin) => {
    const times = points.filter((point) => point.origin === origin).map(({ ms }) => ms);
    if (times.length === 0) return [];
    const range = `${formatMilliseconds(Math.min(...times))} to ${formatMilliseconds(Math.max(...times))}`;
    return [`${originWords[origin]}: ${times.length} answers, ${range}`];
  });
  return `Time to text over time, the last ${points.length} answers. ${parts.join('; ')}.`;
}

/** The vertical axis counts powers of ten, so that a hit and a cold answer can be told from their like. */
function specOf(points: readonly TimePoint[]): ChartSpec {
  const powers = points.map(({ ms }) => Math.log10(Math.max(leastMs, ms)));
  return {
    data: [points.map(({ at }) => at / 1000), powers],
    scales: {
      x: { time: true, range: (_, low, high) => padded(low, high) },
      y: { range: (_, low, high) => [Math.floor(low), Math.ceil(high + 0.05)] },
    },
    axes: () => [
      { values: (_, splits) => splits.map((split) => minuteOfDay(split * 1000)), space: 70, size: 30 },
      {
        splits: (_, __, low, high) => Array.from({ length: high - low + 1 }, (___, index) => low + index),
        values: (_, splits) => splits.map((split) => powerInWords(split)),
        size: 56,
      },
    ],
    draw: (plot, theme) => drawPoints(plot, points, powers, theme),
  };
}

/** Points that came at one moment, or the first one alone, still need a width. */
function padded(low: number, high: number): [number, number] {
  const pad = Math.max(5, (high - low) * 0.02);
  return [low - pad, high + pad];
}

function powerInWords(power: number): string {
  return power < 0 ? `${10 ** power} ms` : formatMilliseconds(10 ** power);
}

function drawPoints(
  plot: uPlot,
  points: readonly TimePoint[],
  powers: readonly number[],
  theme: ChartTheme,
): void {
  const { ctx } = plot;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  points.forEach(({ at, origin }, index) => {
    const { colour, shape } = originMarks[origin];
    const x = plot.valToPos(at / 1000, 'x', true);
    const y = plot.valToPos(powers[index] ?? 0, 'y', true);
    ctx.strokeStyle = theme.colour(colour);
    ctx.stroke(new Path2D(shapePath(shape, x, y, radius * devicePixelRatio)));
  });
  ctx.restore();
}
