import { readArguments, usageError } from '../../tools/command';
import { guardedTraces } from './guardTraces';

export interface GuardArguments {
  /** Whether answers that are missing are asked of the model, and written down. */
  readonly records: boolean;
  /** Whether the figures become the baseline. */
  readonly updates: boolean;
  readonly names: readonly string[];
  readonly json: boolean;
}

const usage = `npm run bench:guard -- [--record [--only ${guardedTraces.join('|')}]] [--update] [--json]`;

const options = {
  record: { type: 'boolean' },
  update: { type: 'boolean' },
  only: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readGuardArguments(args: string[]): GuardArguments {
  const { values } = readArguments({ args, options }, usage);
  const { record = false, update = false, only, json = false } = values;
  const names = guardedTraces.filter((name) => only === undefined || name === only);
  if (names.length === 0) throw usageError(`--only is "${only ?? ''}", which is no guarded trace`, usage);
  if (only !== undefined && (!record || update))
    throw usageError('--only goes with --record alone: figures are of all traces', usage);
  return { records: record, updates: update, names, json };
}
