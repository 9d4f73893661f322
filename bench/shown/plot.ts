import type { Judged } from './judge';
import { isShown, measure } from './measures';
import { shippedRule, thresholds } from './rules';

interface Curve {
  readonly name: string;
  /** How its line is dashed, so that curves are told apart without colours, too. */
  readonly dash: string;
  readonly colour: string;
  /** 0 … 1 at a threshold; undefined where there is nothing to divide by. */
  readonly at: (answers: readonly Judged[], threshold: number) => number | undefined;
}

const curves: readonly Curve[] = [
  {
    name: 'shown, of all positions',
    dash: '',
    colour: '#57606a',
    at: (answers, threshold) => {
      const { shown, positions } = measure(answers, shippedRule, threshold);
      return ratio(shown, positions);
    },
  },
  {
    name: 'right, of what is shown (precision)',
    dash: '8 4',
    colour: '#0a6640',
    at: (answers, threshold) => {
      const { right, shown } = measure(answers, shippedRule, threshold);
      return ratio(right, shown);
    },
  },
  {
    name: 'shown, of what is right (recall)',
    dash: '2 3',
    colour: '#0550ae',
    at: (answers, threshold) => {
      const { right, rawRight } = measure(answers, shippedRule, threshold);
      return ratio(right, rawRight);
    },
  },
  {
    name: 'keys saved, of those saved without a gate',
    dash: '10 3 2 3',
    colour: '#953800',
    at: (answers, threshold) =>
      ratio(measure(answers, shippedRule, threshold).saved, measure(answers, shippedRule, 0).saved),
  },
];

const area = { left: 56, top: 16, width: 560, height: 320 };
const legendLine = 20;
const size = { width: 640, height: area.top + area.height + 60 + curves.length * legendLine };

/** What a gate does by its threshold, as an SVG picture; `shipped` is the product's threshold, as a probability. */
export function plotThresholds(answers: readonly Judged[], shipped: number): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="13" role="img" aria-label="What the confidence gate shows, by its threshold">`,
    `<rect width="${size.width}" height="${size.height}" fill="#ffffff"/>`,
    ...grid(),
    ...curves.map((curve) => line(answers, curve)),
    mark(answers, shipped),
    ...curves.map(legend),
    '</svg>',
    '',
  ].join('\n');
}

function grid(): string[] {
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];
  return [
    ...steps.flatMap((step) => [
      `<path d="M${x(0)} ${y(step)}H${x(1)}M${x(step)} ${y(0)}V${y(1)}" stroke="#d8dee4"/>`,
      text(area.left - 8, y(step) + 4, `${Math.round(step * 100)} %`, 'end'),
      text(x(step), y(0) + 18, step.toFixed(1), 'middle'),
    ]),
    text(
      x(0.5),
      y(0) + 38,
      'threshold: least probability of the first four tokens, geometric mean',
      'middle',
    ),
  ];
}

function line(answers: readonly Judged[], { at, colour, dash }: Curve): string {
  const points = thresholds.flatMap((threshold) => {
    const value = at(answers, threshold);
    return value === undefined ? [] : [`${x(threshold)},${y(value)}`];
  });
  return `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/>`;
}

function mark(answers: readonly Judged[], shipped: number): string {
  const shown = answers.filter((answer) => isShown(answer, shippedRule, shipped)).length;
  const label = `the product’s: ${shipped.toFixed(2)}, ${shown} of ${answers.length} shown`;
  return (
    `<path d="M${x(shipped)} ${y(0)}V${y(1)}" stroke="#1f2328" stroke-dasharray="1 4" stroke-width="2"/>` +
    text(x(shipped) - 6, y(0.03), label, 'end')
  );
}

function legend({ name, colour, dash }: Curve, index: number): string {
  const at = y(0) + 60 + index * legendLine;
  return (
    `<path d="M${area.left} ${at}h44" stroke="${colour}" stroke-width="2.5" stroke-dasharray="${dash}"/>` +
    text(area.left + 54, at + 4, name, 'start')
  );
}

function text(left: number, base: number, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${left}" y="${base}" text-anchor="${anchor}" fill="#1f2328">${content}</text>`;
}

function x(share: number): number {
  return round(area.left + share * area.width);
}

function y(share: number): number {
  return round(area.top + (1 - share) * area.height);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}
