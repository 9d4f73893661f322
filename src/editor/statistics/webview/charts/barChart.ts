import { h, type JSX } from 'preact';
import { drawBars, type Stack } from './bars';
import { type ChartSpec, Plot } from './plot';

interface BarChart {
  readonly label: string;
  /** One a bar. */
  readonly names: readonly string[];
  readonly stacks: readonly Stack[];
}

/** Stacked bars of counts. */
export function barChart({ label, names, stacks }: BarChart): JSX.Element {
  const totals = stacks.map((stack) => stack.reduce((sum, { value }) => sum + value, 0));
  const shape = JSON.stringify([names, stacks.map((stack) => stack.map(({ value }) => value))]);
  const spec: ChartSpec = {
    data: [names.map((_, index) => index), totals],
    scales: {
      x: { time: false, range: () => [-0.6, names.length - 0.4] },
      y: { range: (_, __, high) => [0, Math.max(4, high * 1.05)] },
    },
    axes: () => [
      {
        splits: (plot) => fitting(names.length, plot.width),
        values: (_, splits) => splits.map((split) => names[split] ?? ''),
        grid: { show: false },
        size: 30,
      },
      { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000], size: 48 },
    ],
    draw: (plot, theme) => drawBars(plot, stacks, theme),
  };
  return h(Plot, { label, shape, spec });
}

/** Which bars are named so that the names do not run into each other. */
function fitting(count: number, width: number): number[] {
  const step = Math.max(1, Math.ceil((count * 62) / Math.max(1, width - 56)));
  return Array.from({ length: count }, (_, index) => index).filter((index) => index % step === 0);
}
