import { lineChart } from '../plots/lineChart';
import type { Judged } from './judge';
import { isShown, measure } from './measures';
import { shippedRule, thresholds } from './rules';

interface Curve {
  readonly name: string;
  /** 0 … 1 at a threshold; undefined where there is nothing to divide by. */
  readonly at: (answers: readonly Judged[], threshold: number) => number | undefined;
}

const curves: readonly Curve[] = [
  {
    name: 'shown, of all positions',
    at: (answers, threshold) => {
      const { shown, positions } = measure(answers, shippedRule, threshold);
      return ratio(shown, positions);
    },
  },
  {
    name: 'right, of what is shown (precision)',
    at: (answers, threshold) => {
      const { right, shown } = measure(answers, shippedRule, threshold);
      return ratio(right, shown);
    },
  },
  {
    name: 'shown, of what is right (recall)',
    at: (answers, threshold) => {
      const { right, rawRight } = measure(answers, shippedRule, threshold);
      return ratio(right, rawRight);
    },
  },
  {
    name: 'keys saved, of those saved without a gate',
    at: (answers, threshold) =>
      ratio(measure(answers, shippedRule, threshold).saved, measure(answers, shippedRule, 0).saved),
  },
];

/** What a gate does by its threshold, as an SVG picture; `shipped` is the product's threshold, as a probability. */
export function plotThresholds(answers: readonly Judged[], shipped: number): string {
  const shown = answers.filter((answer) => isShown(answer, shippedRule, shipped)).length;
  return lineChart({
    label: 'What the confidence gate shows, by its threshold',
    title: 'What the confidence gate shows, by its threshold',
    xAxis: {
      name: 'Threshold: least probability of the first four tokens, geometric mean',
      scale: 'linear',
      values: [0, 0.2, 0.4, 0.6, 0.8, 1],
    },
    yAxis: { name: 'Share', scale: 'linear', unit: '%', most: 100 },
    mark: {
      x: shipped,
      name: `the product’s: ${shipped.toFixed(2)}, ${shown} of ${answers.length} shown`,
    },
    series: curves.map(({ name, at }) => ({
      name,
      points: thresholds.flatMap((threshold) => {
        const value = at(answers, threshold);
        return value === undefined ? [] : [[threshold, value * 100] as const];
      }),
    })),
  });
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
