import type { Judged } from './judge';
import type { Rule } from './rules';

/** What a gate does, over all positions. Characters are UTF-16 units. */
export interface Figures {
  readonly positions: number;
  readonly shown: number;
  readonly right: number;
  /** Positions at which the engine's answer is right, shown or not. */
  readonly rawRight: number;
  /** Keys that right suggestions save: the characters of their first lines, less the key that accepts each. */
  readonly saved: number;
  /** Characters of suggestions whose first line is wrong. */
  readonly wrongCharacters: number;
}

/** Whether a rule shows an answer at a threshold, given as a probability. Nothing is shown that a filter hides. */
export function isShown({ hiddenBy, logs }: Judged, rule: Rule, threshold: number): boolean {
  return hiddenBy === undefined && rule.score(logs) >= Math.log(threshold);
}

/** What is shown and right, and what it costs, with a threshold as {@link isShown} has it. */
export function measure(answers: readonly Judged[], rule: Rule, threshold: number): Figures {
  const shown = answers.filter((answer) => isShown(answer, rule, threshold));
  const right = shown.filter(({ isRight }) => isRight);
  return {
    positions: answers.length,
    shown: shown.length,
    right: right.length,
    rawRight: answers.filter(({ isRawRight }) => isRawRight).length,
    saved: sum(right.map(({ restLength }) => restLength - 1)),
    wrongCharacters: sum(shown.filter(({ isRight }) => !isRight).map(({ shownLength }) => shownLength)),
  };
}

/** Share of the keys saved without a gate that a default must keep. */
export const leastKept = 0.95;

/** The highest of `thresholds` at which at least {@link leastKept} of the keys saved without a gate are still saved. */
export function chooseThreshold(
  answers: readonly Judged[],
  rule: Rule,
  thresholds: readonly number[],
): number {
  const open = measure(answers, rule, 0).saved;
  const keeping = thresholds.filter(
    (threshold) => measure(answers, rule, threshold).saved >= leastKept * open,
  );
  return Math.max(0, ...keeping);
}

/**
 * How well a rule tells right from wrong, whatever the threshold: the probability that a right suggestion scores
 * above a wrong one, ties counting half (the area under the ROC curve; Fawcett, "An introduction to ROC analysis",
 * 2006). NaN where there are only right or only wrong ones.
 */
export function areaUnderCurve(answers: readonly Judged[], rule: Rule): number {
  const scored = answers
    .filter(({ hiddenBy }) => hiddenBy === undefined)
    .map(({ logs, isRight }) => ({ score: rule.score(logs), isRight }));
  const right = scored.filter(({ isRight }) => isRight);
  const wrong = scored.filter(({ isRight }) => !isRight);
  const wins = sum(
    right.flatMap((a) => wrong.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0))),
  );
  return wins / (right.length * wrong.length);
}

/** Every second file in one half, so that no file is in both. */
export function halve(answers: readonly Judged[]): readonly [Judged[], Judged[]] {
  const files = [...new Set(answers.map(({ group }) => group))];
  const odd = new Set(files.filter((_, index) => index % 2 === 0));
  return [answers.filter(({ group }) => odd.has(group)), answers.filter(({ group }) => !odd.has(group))];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
