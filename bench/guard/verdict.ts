import { type Baseline, differentTraces, regressions } from './baseline';
import type { GuardRun } from './guardRun';
import { gains } from './report';

/** What a run says of the code that it ran. */
export interface Verdict {
  /** Details, a line each. */
  readonly details: readonly string[];
  /** What is wrong, and what to do; undefined where nothing is. */
  readonly problem: string | undefined;
}

/** How many lines are told of what is wrong in one way. */
const mostTold = 8;

/**
 * Judges a run. `missing`: lines that were asked about and have no recorded answer. Where the traces are others, that
 * explains all else; where answers are missing, the figures are not sound, and what got worse is told as a hint.
 */
export function verdictOf(run: GuardRun, missing: readonly string[], baseline: Baseline): Verdict {
  const different = differentTraces(run, baseline);
  const worse = regressions(run, baseline);
  if (different.length > 0) {
    const problem =
      'The traces are not those of bench/guard/baseline.json. Record their answers with npm run bench:guard -- --record, ' +
      'write a new baseline with --update, and commit both.';
    return { details: told(different), problem };
  }
  if (missing.length > 0) {
    const problem =
      `${missing.length} questions to the engine have no recorded answer, so these figures are not sound. Where the change ` +
      'that asks them is meant, record them with npm run bench:guard -- --record, run the guard again, and commit ' +
      'bench/guard/answers.jsonl.';
    const asked = missing.map((line) => `Asked, and not recorded: after ${JSON.stringify(line.trim())}.`);
    return { details: [...told(worse), ...told(asked)], problem };
  }
  if (worse.length > 0) {
    const problem =
      'Worse than bench/guard/baseline.json. Where this is the price of something better, say so in the commit and write ' +
      'a new baseline with npm run bench:guard -- --update.';
    return { details: told(worse), problem };
  }
  const better = gains(run, baseline);
  if (better.length === 0) return { details: [], problem: undefined };
  return {
    details: [`Better than the baseline: ${better.join('; ')}. Keep it with --update.`],
    problem: undefined,
  };
}

function told(lines: readonly string[]): string[] {
  const rest = lines.length - mostTold;
  return rest > 0 ? [...lines.slice(0, mostTold), `… and ${rest} more.`] : [...lines];
}
