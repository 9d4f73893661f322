import { homedir } from 'node:os';
import { join } from 'node:path';
import { readArguments, readCount, usageError } from '../../tools/command';

export interface BenchArguments {
  /** The folder in which models besides the bundled one are looked for. */
  readonly models: string;
  /** Only this model, by the name that it has in the report. */
  readonly only: string | undefined;
  /** A model of one's own in place of all of them. */
  readonly model: string | undefined;
  /** The folder of the runs and the report. */
  readonly out: string | undefined;
  readonly keys: number;
  readonly traces: number;
  readonly tokens: number;
  readonly threads: number;
  /** A llama-server of one's own; Debian's where absent. */
  readonly llamaServer: string | undefined;
  readonly again: boolean;
  /** Only so many parts of what is planned for a model, the most telling first. */
  readonly parts: number;
  /** Only write the report of what is recorded. */
  readonly report: boolean;
}

const usage =
  'npm run bench -- [--report] [--only NAME | --model FILE] [--models FOLDER] [--out FOLDER] [--parts N] [--threads N] [--keys N] [--traces N] [--tokens N] ' +
  '[--again] [--llama-server FILE]';

const options = {
  report: { type: 'boolean' },
  only: { type: 'string' },
  model: { type: 'string' },
  out: { type: 'string' },
  models: { type: 'string' },
  parts: { type: 'string' },
  threads: { type: 'string' },
  keys: { type: 'string' },
  traces: { type: 'string' },
  tokens: { type: 'string' },
  again: { type: 'boolean' },
  'llama-server': { type: 'string' },
} as const;

/** What the committed results were made with. */
const defaults = { parts: '9', threads: '2', keys: '16', traces: '28', tokens: '16' };

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readBenchArguments(args: string[]): BenchArguments {
  const { values } = readArguments({ args, options }, usage);
  const count = (option: keyof typeof defaults, most: number): number =>
    readCount(`--${option}`, values[option] ?? defaults[option], { least: 1, most }, usage);
  const { models = join(homedir(), '.cache/hearth/models'), only, model, out } = values;
  for (const option of ['models', 'model', 'out'] as const) {
    if (values[option] === '') throw usageError(`--${option} is empty, expected a file or folder`, usage);
  }
  if (only !== undefined && model !== undefined)
    throw usageError('--only and --model exclude each other', usage);
  return {
    models,
    only,
    model,
    out,
    parts: count('parts', 9),
    keys: count('keys', 99_999),
    traces: count('traces', 99),
    tokens: count('tokens', 256),
    threads: count('threads', 256),
    llamaServer: values['llama-server'],
    again: values.again ?? false,
    report: values.report ?? false,
  };
}
