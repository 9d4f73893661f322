import type { Tally } from '../../../completion/metrics';
import type { DayTotals } from '../report';

/** Counts by day; a day is `2026-11-25`, in local time. */
export type Days = ReadonlyMap<string, Tally>;

/** How many days are kept, today included. */
export const keptDays = 90;

/** The names of the counts, in the order that they are written in. */
const counts = [
  'keystrokes',
  'requests',
  'hits',
  'engineRequests',
  'evaluatedTokens',
  'reusedTokens',
  'shown',
  'accepted',
  'acceptedCharacters',
] as const satisfies readonly (keyof Tally)[];

export const emptyTally: Tally = tallyOf(() => 0);

/** The local day of a moment, in ms since the epoch. */
export function dayOf(epochMs: number): string {
  const date = new Date(epochMs);
  const part = (value: number, length: number): string => String(value).padStart(length, '0');
  return [part(date.getFullYear(), 4), part(date.getMonth() + 1, 2), part(date.getDate(), 2)].join('-');
}

/** What was counted between two readings of the same counts, of which the second may have begun anew meanwhile. */
export function countedBetween(before: Tally, after: Tally): Tally {
  const only = ['keystrokes', 'requests', 'engineRequests', 'shown'] as const;
  // Tokens reused may fall, when abandoned ones are taken off; these never do.
  const hasBegunAnew = only.some((name) => after[name] < before[name]);
  return hasBegunAnew ? after : tallyOf((name) => after[name] - before[name]);
}

export function isEmpty(tally: Tally): boolean {
  return counts.every((name) => tally[name] === 0);
}

export function sumOfDays(all: Iterable<Days>): Days {
  const sum = new Map<string, Tally>();
  for (const days of all) {
    for (const [day, tally] of days) {
      const known = sum.get(day) ?? emptyTally;
      sum.set(
        day,
        tallyOf((name) => known[name] + tally[name]),
      );
    }
  }
  return sum;
}

/** Without the days that are too old to be kept, and without those that a wrong clock has put into the future. */
export function keptOf(days: Days, now: number): Days {
  const oldest = new Date(now);
  oldest.setDate(oldest.getDate() - (keptDays - 1));
  const first = dayOf(oldest.getTime());
  const last = dayOf(now);
  return new Map([...days].filter(([day]) => first <= day && day <= last));
}

/** The oldest first. */
export function toDayTotals(days: Days): readonly DayTotals[] {
  return [...days]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([day, tally]) => ({ day, ...tally }));
}

/** The content of a file: names of counts and numbers. */
export function formatDays(days: Days): string {
  return `${JSON.stringify({ version: 1, days: toDayTotals(days) })}\n`;
}

/** `undefined` for what {@link formatDays} did not write; `newer` for what a later release may have written. */
export function parseDays(text: string): Days | 'newer' | undefined {
  const found = parseJson(text);
  if (!isObject(found) || typeof found['version'] !== 'number') return undefined;
  if (found['version'] > 1) return 'newer';
  if (!Array.isArray(found['days'])) return undefined;
  const days = new Map<string, Tally>();
  for (const entry of found['days'] as unknown[]) {
    if (!isObject(entry)) return undefined;
    const { day } = entry;
    if (typeof day !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(day) || days.has(day)) return undefined;
    if (!counts.every((name) => Number.isSafeInteger(entry[name]))) return undefined;
    days.set(
      day,
      tallyOf((name) => entry[name] as number),
    );
  }
  return days;
}

function tallyOf(count: (name: keyof Tally) => number): Tally {
  return Object.fromEntries(counts.map((name) => [name, count(name)])) as Record<keyof Tally, number>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
