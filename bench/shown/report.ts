import { scoredTokens } from '../../src/engine/host/decoder';
import { cursorKinds } from '../quality/cursorKinds';
import { type Estimate, estimate } from '../quality/statistics';
import type { AnswersHeader } from './answersFile';
import type { HiddenBy, Judged } from './judge';
import { markdownTable, percentEstimate, percentOf } from './markdown';
import {
  areaUnderCurve,
  chooseThreshold,
  type Figures,
  halve,
  isShown,
  leastKept,
  measure,
} from './measures';
import { meanRule, type Rule, rules, shippedRule, thresholds } from './rules';

/** The whole report as Markdown; `shipped` is the product's threshold, as a probability. */
export function formatReport(header: AnswersHeader, answers: readonly Judged[], shipped: number): string {
  const title = `What is worth showing, ${header.model.file} (SHA-256 ${header.model.sha256}…)`;
  if (answers.length === 0) return `${title}\n\nNo position has an answer yet.`;
  return [
    title,
    describe(header, answers),
    `**Before the gate.** ${describeFilters(answers)}`,
    `**By threshold**, of the rule "${shippedRule.name}". The product's is ${shipped.toFixed(2)}.`,
    thresholdTable(answers, shipped),
    '**How often an answer is right, by how sure the model was.**',
    calibrationTable(answers),
    `**By rule**, at the highest threshold that keeps ${percentOf(leastKept, 1)} % of the keys saved.`,
    ruleTable(answers),
    '**Chosen on one half of the files, measured on the other**, by the same rule.',
    halvesTable(answers),
    `**While fewer tokens are known**, as where a part of an answer is shown, at the product's threshold.`,
    partTable(answers, shipped),
    "**By where the cursor stands**, at the product's threshold.",
    kindTable(answers, shipped),
    'Intervals are 95 %, by normal approximation, with the variance clustered by file.',
  ].join('\n\n');
}

function describe({ seed, corpus }: AnswersHeader, answers: readonly Judged[]): string {
  return (
    `${answers.length} positions (seed ${seed}) in ${new Set(answers.map(({ group }) => group)).size} files of ` +
    `packages that the starter was not taught on; corpus ${corpus.sha256}. The rest of the line and the next three ` +
    'lines are cut out of the document. Each answer is greedy, from an empty context, at most 48 tokens, and goes ' +
    'through the filters of the product. Right: its first line is the rest of the author’s line, white space at ' +
    'the end aside. Precision: right of shown. Recall: right and shown, of the positions where the engine’s answer ' +
    'is right. Saved: the characters of right first lines, less one key to accept each. A threshold is a ' +
    'probability, of which the logarithm is compared.'
  );
}

function describeFilters(answers: readonly Judged[]): string {
  const hidden = new Map<HiddenBy, number>();
  for (const { hiddenBy } of answers) {
    if (hiddenBy) hidden.set(hiddenBy, (hidden.get(hiddenBy) ?? 0) + 1);
  }
  const { rawRight } = measure(answers, shippedRule, 0);
  const lost = answers.filter(({ isRawRight, isRight }) => isRawRight && !isRight).length;
  const gained = answers.filter(({ isRawRight, isRight }) => !isRawRight && isRight).length;
  const reasons = [...hidden].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
  return (
    `The engine is right at ${rawRight} positions (${percentOf(rawRight, answers.length)} %). Never shown: ` +
    `${reasons}. Of the right answers, ${lost} are lost that way; ${gained} are right only once they are cut.`
  );
}

const figureHeads = ['shown %', 'right', 'wrong', 'precision %', 'recall %', 'keys saved', 'kept %'];

function figureCells(answers: readonly Judged[], rule: Rule, threshold: number): string[] {
  const { positions, shown, right, saved } = measure(answers, rule, threshold);
  return [
    percentOf(shown, positions),
    String(right),
    String(shown - right),
    percentEstimate(precisionOf(answers, rule, threshold)),
    percentEstimate(recallOf(answers, rule, threshold)),
    String(saved),
    percentOf(saved, measure(answers, rule, 0).saved),
  ];
}

function thresholdTable(answers: readonly Judged[], shipped: number): string {
  const open = measure(answers, shippedRule, 0);
  const tried = [...new Set([...thresholds, shipped])].sort((a, b) => a - b);
  return markdownTable(
    ['threshold', ...figureHeads, 'right of all %', 'wrong characters', 'keys lost a wrong one less'],
    tried.map((threshold) => {
      const figures = measure(answers, shippedRule, threshold);
      const label = threshold.toFixed(2);
      return [
        threshold === shipped ? `**${label}**` : label,
        ...figureCells(answers, shippedRule, threshold),
        percentOf(figures.right, figures.positions),
        String(figures.wrongCharacters),
        priceOf(open, figures),
      ];
    }),
  );
}

/** Keys no longer saved for each wrong suggestion that is no longer shown. */
function priceOf(open: Figures, figures: Figures): string {
  const spared = open.shown - open.right - (figures.shown - figures.right);
  return spared === 0 ? '–' : ((open.saved - figures.saved) / spared).toFixed(2);
}

function calibrationTable(answers: readonly Judged[]): string {
  const bands = thresholds.filter((_, index) => index % 2 === 0);
  return markdownTable(
    ['probability', 'answers', 'right %'],
    bands.map((from, index) => {
      const to = bands[index + 1] ?? Infinity;
      const band = answers.filter(
        (answer) => isShown(answer, shippedRule, from) && !isShown(answer, shippedRule, to),
      );
      const right = band.filter(({ isRight }) => isRight).length;
      return [
        `${from.toFixed(1)} … ${Math.min(1, to).toFixed(1)}`,
        String(band.length),
        percentOf(right, band.length),
      ];
    }),
  );
}

function ruleTable(answers: readonly Judged[]): string {
  return markdownTable(
    ['rule', 'area under curve', 'threshold', ...figureHeads],
    rules.map((rule) => {
      const threshold = chooseThreshold(answers, rule, thresholds);
      return [
        rule.name,
        areaUnderCurve(answers, rule).toFixed(3),
        threshold.toFixed(2),
        ...figureCells(answers, rule, threshold),
      ];
    }),
  );
}

function halvesTable(answers: readonly Judged[]): string {
  const [odd, even] = halve(answers);
  const rows = [
    { name: 'odd files, measured on even ones', chosenOn: odd, measuredOn: even },
    { name: 'even files, measured on odd ones', chosenOn: even, measuredOn: odd },
  ];
  return markdownTable(
    ['chosen on', 'threshold', ...figureHeads],
    rows.map(({ name, chosenOn, measuredOn }) => {
      const threshold = chooseThreshold(chosenOn, shippedRule, thresholds);
      return [name, threshold.toFixed(2), ...figureCells(measuredOn, shippedRule, threshold)];
    }),
  );
}

function partTable(answers: readonly Judged[], shipped: number): string {
  const counts = Array.from({ length: scoredTokens }, (_, index) => index + 1);
  return markdownTable(
    ['tokens', ...figureHeads],
    counts.map((count) => [String(count), ...figureCells(answers, meanRule(count), shipped)]),
  );
}

function kindTable(answers: readonly Judged[], shipped: number): string {
  return markdownTable(
    ['cursor', 'positions', ...figureHeads],
    cursorKinds.map((kind) => {
      const some = answers.filter((answer) => answer.kind === kind);
      return [kind, String(some.length), ...figureCells(some, shippedRule, shipped)];
    }),
  );
}

function precisionOf(answers: readonly Judged[], rule: Rule, threshold: number): Estimate {
  return shareOf(
    answers.filter((answer) => isShown(answer, rule, threshold)),
    ({ isRight }) => isRight,
  );
}

function recallOf(answers: readonly Judged[], rule: Rule, threshold: number): Estimate {
  return shareOf(
    answers.filter(({ isRawRight }) => isRawRight),
    (answer) => answer.isRight && isShown(answer, rule, threshold),
  );
}

function shareOf(answers: readonly Judged[], counts: (answer: Judged) => boolean): Estimate {
  return estimate(answers.map((answer) => ({ group: answer.group, value: counts(answer) ? 1 : 0 })));
}
