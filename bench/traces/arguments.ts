import { readArguments, readCount, usageError } from '../../tools/command';
import {
  type EngineOptions,
  engineArguments,
  engineUsage,
  readEngineOptions,
} from '../../tools/engineOptions';
import { type CatalogueEntry, catalogue } from './catalogue';

export interface TracesArguments {
  readonly entries: readonly CatalogueEntry[];
  /** Whether the tests' tiny model runs, which shows how tokens are reused but costs little. */
  readonly tiny: boolean;
  /** Whether suggestions are taken where that leads to what is typed anyway. */
  readonly accepts: boolean;
  /** A folder to write the traces to, without replaying them. */
  readonly write: string | undefined;
  /** How many answers of each trace, at most, are compared with those of a fresh prompt. */
  readonly live: number | undefined;
  readonly json: boolean;
  readonly engine: EngineOptions;
}

const names = catalogue.map(({ name }) => name).join('|');
const usage = `npm run -s bench:traces -- [--only ${names}] [--tiny] [--accept] [--live N | --write FOLDER] [--json] ${engineUsage}`;

const options = {
  ...engineArguments,
  only: { type: 'string' },
  tiny: { type: 'boolean' },
  accept: { type: 'boolean' },
  live: { type: 'string' },
  write: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readTracesArguments(args: string[]): TracesArguments {
  const { values } = readArguments({ args, options }, usage);
  const { only, tiny = false, accept: accepts = false, write, json = false } = values;
  if (tiny && values.model !== undefined) throw usageError('--tiny and --model exclude each other', usage);
  if (write !== undefined && values.live !== undefined)
    throw usageError('--live and --write exclude each other', usage);
  if (write === '') throw usageError('--write is empty, expected a folder', usage);
  const entries = catalogue.filter(({ name }) => only === undefined || name === only);
  if (entries.length === 0)
    throw usageError(`--only is "${only ?? ''}", which is the name of no trace`, usage);
  const live =
    values.live === undefined
      ? undefined
      : readCount('--live', values.live, { least: 1, most: 99_999 }, usage);
  return { entries, tiny, accepts, write, live, json, engine: readEngineOptions(values, usage) };
}
