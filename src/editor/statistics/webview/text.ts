import { type Origin, origins } from '../../../completion/outcome';
import type { LayoutName } from '../../../engine/port';
import { filterInWords } from '../../filterWords';
import { formatMilliseconds, formatPercent } from '../../format';
import type { DayTotals, EngineReport, EvictionReason, RequestRecord, SequenceReport } from '../report';

/** What stands where there is no figure yet. */
export const nothing = '–';

/** Formats a figure that may not be there yet. */
export function orNothing<Value>(format: (value: Value) => string): (value: Value | null) => string {
  return (value) => (value === null ? nothing : format(value));
}

export const percent = orNothing<number>(formatPercent);

export const originWords: Readonly<Record<Origin, string>> = {
  'typed-through': 'Typed through',
  cache: 'Cache',
  joined: 'Joined',
  warm: 'Model, warm',
  cold: 'Model, cold',
};

export const stateWords: Readonly<Record<EngineReport['state'], string>> = {
  unloaded: 'Starts with the first request',
  loading: 'Loading the model',
  ready: 'Ready',
  working: 'Working',
  restarting: 'Starts again with the next request',
  problem: 'Stopped',
};

export const layoutWords: Readonly<Record<LayoutName, string>> = {
  anchored: 'Anchored',
  plain: 'Plain',
  'suffix-first': 'Suffix first',
  'prefix-only': 'Prefix only',
};

export const evictionWords: Readonly<Record<EvictionReason, string>> = {
  entries: 'Too many entries',
  bytes: 'Too many bytes',
  expired: 'Expired',
  replaced: 'Replaced by a newer answer',
  document: 'Document gone',
  cleared: 'Cleared',
};

export const sequenceWords: Readonly<Record<SequenceReport['state'], string>> = {
  serving: 'Serving',
  warm: 'Warm',
  preparing: 'Being read',
  empty: 'Empty',
};

const reasonWords: Readonly<Record<NonNullable<RequestRecord['reason']>, string>> = {
  disabled: 'Off here',
  excluded: 'Excluded file',
  'held-back': 'Not asked',
  aborted: 'Called off by the editor',
  superseded: 'Overtaken by a newer request',
  empty: 'Nothing to add',
  filtered: 'Not shown',
  failed: 'Failed',
};

const endWords: Readonly<Record<NonNullable<RequestRecord['end']>, string>> = {
  accepted: 'Accepted',
  partly: 'Accepted in part',
  typedThrough: 'Typed to its end',
  dismissed: 'Dismissed',
};

/** What became of a request, and why nothing was shown. */
export function resultInWords({ kind, reason, filter, detail, characters }: RequestRecord): string {
  if (kind === 'answer') return `Shown, ${characters} characters`;
  const what = reason === null ? 'Nothing' : reasonWords[reason];
  const why = filter === null ? detail : filterInWords(filter);
  return why === null ? what : `${what}: ${why.replace(/\.$/, '')}`;
}

/** What became of the suggestion, where there was one. */
export function endInWords({ kind, end }: RequestRecord): string {
  if (end !== null) return endWords[end];
  return kind === 'answer' ? 'Open' : nothing;
}

/** What a request had of the model, in tokens: read, kept and written. */
export function tokensInWords({ strip }: RequestRecord): string {
  if (strip === null) return nothing;
  return `${strip.kept} + ${strip.evaluated} → ${strip.generated}`;
}

/** Such as `store.ts:34`, with the folders only where they are asked for. */
export function placeInWords(path: string, line: number, withFolders = true): string {
  const name = withFolders ? path : path.slice(path.lastIndexOf('/') + 1);
  return `${name}:${line + 1}`;
}

const times = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function timeOfDay(at: number): string {
  return times.format(at);
}

export function minuteOfDay(at: number): string {
  return minutes.format(at);
}

export function moment(at: number): string {
  return moments.format(at);
}

/** A day as the axis of a chart has it: `11-25`. */
export function shortDay({ day }: Pick<DayTotals, 'day'>): string {
  return day.slice(5);
}

export function origin(value: Origin | null): string {
  return value === null ? nothing : originWords[value];
}

export function milliseconds(value: number | null): string {
  return value === null ? nothing : formatMilliseconds(value);
}

/** The buckets' names: `≤ 5 ms`, and for the last one `> 2 s`. */
export function bucketNames(boundsMs: readonly number[]): readonly string[] {
  const last = boundsMs.at(-1);
  if (last === undefined) return [];
  return [...boundsMs.map((bound) => `≤ ${formatMilliseconds(bound)}`), `> ${formatMilliseconds(last)}`];
}

/** Whether anything was answered, from any origin. */
export function hasAnswers(
  byOrigin: Readonly<Record<Origin, { readonly spread: { count: number } }>>,
): boolean {
  return origins.some((each) => byOrigin[each].spread.count > 0);
}
