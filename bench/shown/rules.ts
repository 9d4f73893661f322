import { scoredTokens } from '../../src/engine/host/decoder';

/** How sure a model was of an answer, in one number. */
export interface Rule {
  readonly name: string;
  /** Of the natural logarithms of the probabilities of an answer's tokens: a natural logarithm, at most 0. */
  readonly score: (logs: readonly number[]) => number;
}

/** Rules that need few tokens come first: an answer is shown sooner by them, and each probability costs time. */
export const rules: readonly Rule[] = [
  { name: 'first', score: meanOfFirst(1) },
  meanRule(2),
  { name: 'least of 2', score: leastOfFirst(2) },
  meanRule(3),
  meanRule(4),
  meanRule(5),
  meanRule(8),
  { name: 'mean of all', score: meanOfFirst(Infinity) },
  { name: 'least of all', score: leastOfFirst(Infinity) },
];

/** What the product goes by. */
export const shippedRule = meanRule(scoredTokens);

/** The mean over the first `count` tokens, or over those that an answer has. */
export function meanRule(count: number): Rule {
  return { name: `mean of ${count}`, score: meanOfFirst(count) };
}

/** Thresholds that are tried, as probabilities; at 0 all is shown. */
export const thresholds: readonly number[] = Array.from({ length: 20 }, (_, step) => step / 20);

/** An answer with fewer tokens is judged by those it has; one of which nothing is known is believed. */
function meanOfFirst(count: number): Rule['score'] {
  return (logs) => {
    const some = logs.slice(0, count);
    return some.length === 0 ? 0 : some.reduce((sum, log) => sum + log, 0) / some.length;
  };
}

function leastOfFirst(count: number): Rule['score'] {
  return (logs) => Math.min(0, ...logs.slice(0, count));
}
