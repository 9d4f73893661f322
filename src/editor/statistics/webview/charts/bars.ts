import type uPlot from 'uplot';
import { type Mark, patternPath } from './marks';
import type { ChartTheme } from './theme';

/** One bar: its parts from the axis up. */
export type Stack = readonly { readonly value: number; readonly mark: Mark }[];

/** Of the room between two bars' middles, how much a bar takes. */
const barShare = 0.7;

/** Draws stacked bars at 0, 1, 2 …, each part with its colour, its pattern and an outline. */
export function drawBars(plot: uPlot, stacks: readonly Stack[], theme: ChartTheme): void {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  const room = plot.valToPos(1, 'x', true) - plot.valToPos(0, 'x', true);
  const width = Math.max(2 * ratio, Math.min(room * barShare, 48 * ratio));
  ctx.save();
  stacks.forEach((stack, index) => {
    const left = plot.valToPos(index, 'x', true) - width / 2;
    let below = 0;
    for (const { value, mark } of stack) {
      if (value === 0) continue;
      const bottom = plot.valToPos(below, 'y', true);
      below += value;
      const top = plot.valToPos(below, 'y', true);
      drawPart(ctx, { left, top, width, height: Math.max(ratio, bottom - top) }, mark, theme, ratio);
    }
  });
  ctx.restore();
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function drawPart(
  ctx: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  mark: Mark,
  theme: ChartTheme,
  ratio: number,
): void {
  const colour = theme.colour(mark.colour);
  ctx.save();
  ctx.translate(left, top);
  ctx.beginPath();
  ctx.rect(0, 0, width, height);
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  if (mark.pattern === 'solid') {
    ctx.fill();
  } else {
    ctx.save();
    ctx.clip();
    ctx.lineCap = 'round';
    ctx.lineWidth = (mark.pattern === 'dots' ? 2.5 : 1.5) * ratio;
    ctx.stroke(new Path2D(patternPath(mark.pattern, width, height, 5 * ratio)));
    ctx.restore();
  }
  ctx.lineWidth = ratio;
  ctx.strokeRect(ratio / 2, ratio / 2, Math.max(0, width - ratio), Math.max(0, height - ratio));
  ctx.restore();
}
