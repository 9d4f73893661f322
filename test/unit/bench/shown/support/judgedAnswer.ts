import type { Judged } from '../../../../../bench/shown/judge';

/** An answer that is shown, wrong, and sure; `more` says otherwise. */
export function judgedAnswer(more: Partial<Judged> = {}): Judged {
  const isRight = more.isRight ?? false;
  return {
    group: 'sample/a.js',
    kind: 'elsewhere',
    logs: [0],
    shownLength: 10,
    restLength: 11,
    isRight,
    isRawRight: isRight,
    ...more,
  };
}

/** Natural logarithms of probabilities. */
export function logsOf(...probabilities: readonly number[]): number[] {
  return probabilities.map((probability) => Math.log(probability));
}
