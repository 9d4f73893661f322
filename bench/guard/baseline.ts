import { HearthError } from '../../src/base/errors';
import type { GuardFigures, GuardRun } from './guardRun';

/** The figures that a run is compared with, as they stand in `baseline.json`. */
export interface Baseline {
  readonly total: GuardFigures;
  readonly traces: Readonly<Record<string, GuardFigures & { readonly hash: string }>>;
}

/** A guarded figure, and by how much it may get worse. */
export interface Guarded {
  readonly figure: Exclude<keyof GuardFigures, 'keystrokes'>;
  readonly name: string;
  readonly isBetter: 'lower' | 'higher';
  /** Of all traces together. Tokens: a share of the baseline's; rates: points of 1. */
  readonly tolerance: number;
  /** Of a single trace, of which a right change may cost one something and give the others more. */
  readonly toleranceOfTrace: number;
}

/**
 * The run is exact, so these leave no room for noise but for changes of behaviour that are worth less than a review: 2 %
 * of the tokens, half a point of a rate.
 */
export const guarded: readonly Guarded[] = [
  {
    figure: 'foregroundTokens',
    name: 'foreground tokens a keystroke',
    isBetter: 'lower',
    tolerance: 0.02,
    toleranceOfTrace: 0.1,
  },
  {
    figure: 'allTokens',
    name: 'all tokens a keystroke',
    isBetter: 'lower',
    tolerance: 0.02,
    toleranceOfTrace: 0.1,
  },
  { figure: 'hitRate', name: 'hit rate', isBetter: 'higher', tolerance: 0.005, toleranceOfTrace: 0.03 },
  {
    figure: 'keystrokesSaved',
    name: 'keystrokes saved',
    isBetter: 'higher',
    tolerance: 0.005,
    toleranceOfTrace: 0.03,
  },
];

export function baselineOf({ traces, hashes, total }: GuardRun): Baseline {
  const named = [...traces].map(([name, figures]) => [name, { hash: hashes.get(name) ?? '', ...figures }]);
  return { total, traces: Object.fromEntries(named) as Baseline['traces'] };
}

/** Throws a HearthError for anything that {@link baselineOf} does not make. */
export function parseBaseline(content: string, name: string): Baseline {
  try {
    const baseline = JSON.parse(content) as Partial<Baseline>;
    if (isFigures(baseline.total) && Object.values(baseline.traces ?? {}).every(isFigures))
      return baseline as Baseline;
  } catch {
    // It is said below, as for other wrong content.
  }
  throw new HearthError(
    'input-invalid',
    `${name} is not a baseline. Take the file from version control, or write it anew with --update.`,
  );
}

function isFigures(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return guarded.every(({ figure }) => typeof (value as Record<string, unknown>)[figure] === 'number');
}

/** By how much a figure got worse: a share of the baseline's, or points of 1; below 0 where it got better. */
export function lossOf({ figure, isBetter }: Guarded, now: GuardFigures, then: GuardFigures): number {
  if (isBetter === 'higher') return then[figure] - now[figure];
  if (then[figure] === 0) return now[figure] === 0 ? 0 : Infinity;
  return now[figure] / then[figure] - 1;
}

/** What got worse beyond its tolerance, one sentence each; empty where nothing did. */
export function regressions(run: GuardRun, baseline: Baseline): string[] {
  const found: string[] = [];
  const compare = (where: string, now: GuardFigures, then: GuardFigures, ofTrace: boolean): void => {
    for (const each of guarded) {
      const allowed = ofTrace ? each.toleranceOfTrace : each.tolerance;
      const loss = lossOf(each, now, then);
      if (loss <= allowed) continue;
      const { figure, name } = each;
      found.push(
        `${where}: ${name} ${then[figure]} → ${now[figure]}, worse by ${shown(each, loss)}, allowed ${shown(each, allowed)}.`,
      );
    }
  };
  compare('all traces', run.total, baseline.total, false);
  for (const [name, figures] of run.traces) {
    const then = baseline.traces[name];
    if (then) compare(name, figures, then, true);
  }
  return found;
}

/** What cannot be compared at all, one sentence each: traces that are not those of the baseline. */
export function differentTraces({ hashes }: GuardRun, baseline: Baseline): string[] {
  const names = new Set([...hashes.keys(), ...Object.keys(baseline.traces)]);
  return [...names].flatMap((name) => {
    const [now, then] = [hashes.get(name), baseline.traces[name]?.hash];
    if (now === then) return [];
    if (then === undefined) return [`${name} is not in the baseline.`];
    if (now === undefined) return [`${name} is in the baseline, but was not replayed.`];
    return [
      `${name} is another trace than that of the baseline: the generator or the package it is made of has changed.`,
    ];
  });
}

function shown({ isBetter }: Guarded, loss: number): string {
  return isBetter === 'lower' ? `${(loss * 100).toFixed(1)} %` : `${(loss * 100).toFixed(2)} points`;
}
