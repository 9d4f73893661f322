import type { ContenderName } from './contenders';
import type { Study } from './plan';
import type { ShownText } from './played';
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

export interface ShownAt extends ShownText {
  readonly event: number;
}

export interface RunRecord extends RunKey {
  readonly date: string;
  readonly machine: string;
  readonly figures: RunFigures;
  /** What was shown, and after which of the trace's events; absent in runs that were made before it was kept. */
  readonly texts?: readonly ShownAt[];
  /** The counts in which another run of the same differed; absent where there was none. */
  readonly differences?: readonly string[];
}

export function nameOf({ study, context, contender, trace, keys, tokens, threads }: RunKey): string {
  return JSON.stringify([study, context, contender, trace, keys, tokens, threads]);
}

const counts = [
  'keystrokes',
  'requests',
  'modelRequests',
  'foreground',
  'first',
  'background',
  'prompts',
  'generated',
] as const satisfies readonly (keyof RunFigures)[];

/** The counts in which two runs differ, in words; none where both evaluated and generated the same, to the token. */
export function differencesOf(one: RunFigures, other: RunFigures): readonly string[] {
  return counts
    .filter((count) => one[count] !== other[count])
    .map((count) => `${count} ${one[count]} and then ${other[count]}`);
}
