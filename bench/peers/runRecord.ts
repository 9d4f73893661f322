import type { ContenderName } from './contenders';
import type { Study } from './plan';
import type { RunFigures } from './runFigures';
import type { ContextName } from './sizes';

/** What a run is of: with the same, a run need not be made again. */
export interface RunKey {
  readonly study: Study;
  readonly context: ContextName;
  readonly contender: ContenderName;
  readonly trace: string;
  /** Edits of the trace that are played. */
  readonly keys: number;
  /** Most generated tokens of one completion. */
  readonly tokens: number;
  readonly threads: number;
}

export interface RunRecord extends RunKey {
  readonly date: string;
  readonly machine: string;
  readonly figures: RunFigures;
  /** Whether another run of the same gave the same counts of tokens; absent where there was none. */
  readonly isRepeatable?: boolean;
}

export function nameOf({ study, context, contender, trace, keys, tokens, threads }: RunKey): string {
  return JSON.stringify([study, context, contender, trace, keys, tokens, threads]);
}

/** Whether two runs evaluated and generated the same, to the token. */
export function hasSameCounts(one: RunFigures, other: RunFigures): boolean {
  const counts = (figures: RunFigures): readonly number[] => [
    figures.keystrokes,
    figures.requests,
    figures.modelRequests,
    figures.foreground,
    figures.first,
    figures.background,
    figures.prompts,
    figures.generated,
  ];
  return JSON.stringify(counts(one)) === JSON.stringify(counts(other));
}
