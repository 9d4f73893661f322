import { readArguments, usageError } from '../../tools/command';

/**
 * Where accesses are from. `days`: all traces, whole, with the tiny model. `beginnings`: those of the regression guard, with
 * the bundled model's recorded answers.
 */
export const sources = ['days', 'beginnings'] as const;
export type AccessSource = (typeof sources)[number];

export interface PoliciesArguments {
  /** Which traces are replayed, and what they ask of the cache written down; undefined for none. */
  readonly records: AccessSource | undefined;
  /** A file for the plot. */
  readonly plot: string | undefined;
  readonly json: boolean;
}

const usage = `npm run -s bench:policies -- [--record ${sources.join('|')}] [--plot FILE] [--json]`;

const options = {
  record: { type: 'string' },
  plot: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readPoliciesArguments(args: string[]): PoliciesArguments {
  const { values } = readArguments({ args, options }, usage);
  const { record, plot, json = false } = values;
  if (record !== undefined && !isSource(record))
    throw usageError(`--record is "${record}", expected one of ${sources.join(', ')}`, usage);
  return { records: record, plot, json };
}

function isSource(name: string): name is AccessSource {
  return (sources as readonly string[]).includes(name);
}
