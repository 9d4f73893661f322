import { readArguments, readCount, usageError } from '../../tools/command';
import {
  type EngineOptions,
  engineArguments,
  engineUsage,
  readEngineOptions,
} from '../../tools/engineOptions';
import { type CatalogueEntry, catalogue } from './catalogue';
import type { Taken } from '../replay/acceptingTypist';
import { isPart, type Part, parts } from '../replay/parts';
import type { Pace } from './pace';

/** Whether answers take the time of the cost profile, that of this machine, or none. */
export type TracesClock = 'profile' | 'real' | 'none';

export interface TracesArguments {
  readonly entries: readonly CatalogueEntry[];
  /** Whether the traces that were recorded in an editor are played in place of the generated ones. */
  readonly recorded: boolean;
  /** Whether the tests' tiny model runs, which shows how tokens are reused but costs little. */
  readonly tiny: boolean;
  /** What of suggestions is taken where that leads to what is typed anyway; undefined for nothing. */
  readonly taken: Taken | undefined;
  readonly clock: TracesClock;
  /** Parts of the pipeline to do without. */
  readonly without: ReadonlySet<Part>;
  /** Undefined for all of each trace, in its own time. */
  readonly pace: Pace | undefined;
  /** A folder to write the traces to, without replaying them. */
  readonly write: string | undefined;
  /** How many answers of each trace, at most, are compared with those of a fresh prompt. */
  readonly live: number | undefined;
  readonly json: boolean;
  readonly engine: EngineOptions;
}

const names = catalogue.map(({ name }) => name).join('|');
const usage =
  `npm run -s bench:traces -- [--only ${names} | --first N | --recorded] [--tiny] [--accept [--words]] [--realtime | --no-limit] ` +
  `[--wpm N] [--keys N] [--without ${parts.join('|')}] [--live N | --write FOLDER] [--json] ${engineUsage}`;

const options = {
  ...engineArguments,
  only: { type: 'string' },
  first: { type: 'string' },
  recorded: { type: 'boolean' },
  tiny: { type: 'boolean' },
  accept: { type: 'boolean' },
  words: { type: 'boolean' },
  realtime: { type: 'boolean' },
  'no-limit': { type: 'boolean' },
  wpm: { type: 'string' },
  keys: { type: 'string' },
  without: { type: 'string', multiple: true },
  live: { type: 'string' },
  write: { type: 'string' },
  json: { type: 'boolean' },
} as const;

const exclusive = [
  ['only', 'first'],
  ['only', 'recorded'],
  ['first', 'recorded'],
  ['tiny', 'model'],
  ['live', 'write'],
  ['live', 'realtime'],
  ['live', 'no-limit'],
  ['realtime', 'no-limit'],
] as const;

/** 60 words a minute, where the speed is to be another than the trace's own. */
const usualSpeed = '60';

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readTracesArguments(args: string[]): TracesArguments {
  const { values } = readArguments({ args, options }, usage);
  const { only, recorded = false, tiny = false, accept = false, words = false, write, json = false } = values;
  if (words && !accept) throw usageError('--words says what --accept takes, which is not there', usage);
  const taken = !accept ? undefined : words ? 'words' : 'lines';
  for (const [one, other] of exclusive) {
    if (values[one] !== undefined && values[other] !== undefined)
      throw usageError(`--${one} and --${other} exclude each other`, usage);
  }
  if (write === '') throw usageError('--write is empty, expected a folder', usage);
  const first = values.first === undefined ? catalogue.length : readMany('--first', values.first);
  const entries = catalogue.slice(0, first).filter(({ name }) => only === undefined || name === only);
  if (entries.length === 0)
    throw usageError(`--only is "${only ?? ''}", which is the name of no trace`, usage);
  const live = values.live === undefined ? undefined : readMany('--live', values.live);
  const clock = values.realtime ? 'real' : values['no-limit'] ? 'none' : 'profile';
  const pace = readPace(values, clock);
  const without = readParts(values.without ?? []);
  const engine = readEngineOptions(values, usage);
  return { entries, recorded, tiny, taken, clock, pace, without, write, live, json, engine };
}

function readParts(names: readonly string[]): ReadonlySet<Part> {
  return new Set(
    names.map((name) => {
      if (isPart(name)) return name;
      throw usageError(`--without is "${name}", expected one of ${parts.join(', ')}`, usage);
    }),
  );
}

function readPace(
  { wpm, keys }: { readonly wpm?: string; readonly keys?: string },
  clock: TracesClock,
): Pace | undefined {
  if (clock === 'profile' && wpm === undefined && keys === undefined) return undefined;
  const wordsPerMinute = readCount('--wpm', wpm ?? usualSpeed, { least: 1, most: 1_000 }, usage);
  return { wordsPerMinute, ...(keys !== undefined && { keys: readMany('--keys', keys) }) };
}

function readMany(option: string, value: string): number {
  return readCount(option, value, { least: 1, most: 99_999 }, usage);
}
