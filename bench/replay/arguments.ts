import { readArguments, usageError } from '../../tools/command';
import {
  type EngineOptions,
  engineArguments,
  engineUsage,
  readEngineOptions,
} from '../../tools/engineOptions';

/** Where the events come from. */
export type ReplaySource =
  | { readonly kind: 'trace'; readonly file: string; readonly accept: boolean }
  | {
      readonly kind: 'type';
      readonly file: string;
      /** First line to type again, from 1. */
      readonly from: number;
      /** Last line, inclusive. */
      readonly to: number;
      readonly accept: boolean;
    };

export interface ReplayArguments {
  readonly source: ReplaySource;
  /** Real time instead of the cost profile. */
  readonly realtime: boolean;
  /** Whether the engine keeps its KV state between requests. */
  readonly kv: boolean;
  /** Whether the completion cache is used. */
  readonly cache: boolean;
  readonly json: boolean;
  readonly engine: EngineOptions;
}

const usage =
  'npm run -s replay -- (--type FILE:FROM-TO | --trace FILE) [--accept] ' +
  `[--realtime] [--no-kv] [--no-cache] [--json] ${engineUsage}`;

const options = {
  ...engineArguments,
  type: { type: 'string' },
  trace: { type: 'string' },
  accept: { type: 'boolean' },
  realtime: { type: 'boolean' },
  'no-kv': { type: 'boolean' },
  'no-cache': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readReplayArguments(args: string[]): ReplayArguments {
  const { values } = readArguments({ args, options }, usage);
  return {
    source: readSource(values),
    realtime: values.realtime ?? false,
    kv: !values['no-kv'],
    cache: !values['no-cache'],
    json: values.json ?? false,
    engine: readEngineOptions(values, usage),
  };
}

function readSource(values: {
  readonly type?: string;
  readonly trace?: string;
  readonly accept?: boolean;
}): ReplaySource {
  const { type, trace, accept = false } = values;
  if ((type === undefined) === (trace === undefined))
    throw usageError('Expected either --type or --trace', usage);
  if (type !== undefined) return { kind: 'type', ...readRange(type), accept };
  return { kind: 'trace', file: trace ?? '', accept };
}

/** A Windows path has a colon of its own, so the numbers are read from the right. */
function readRange(range: string): { file: string; from: number; to: number } {
  const [, file, from, to] = /^(.+):(\d{1,9})-(\d{1,9})$/.exec(range) ?? [];
  if (file === undefined) {
    throw usageError(`--type is "${range}", expected FILE:FROM-TO such as src/app.ts:120-160`, usage);
  }
  return { file, from: Number(from), to: Number(to) };
}
