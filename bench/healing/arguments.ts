import { readArguments, readCount } from '../../tools/command';
import { readEngineOptions } from '../../tools/engineOptions';

export interface HealingArguments {
  /** A GGUF file; the bundled model where absent. */
  readonly model: string | undefined;
  /** Cursors in real code. */
  readonly positions: number;
  /** First tokens measured for each owed text. */
  readonly runs: number;
}

const usage = 'npm run -s bench:healing -- [--model FILE] [--positions N] [--runs N]';

const options = {
  model: { type: 'string' },
  positions: { type: 'string' },
  runs: { type: 'string' },
} as const;

const counts = { least: 1, most: 99_999 } as const;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readHealingArguments(args: string[]): HealingArguments {
  const { values } = readArguments({ args, options }, usage);
  const { model } = readEngineOptions(values.model === undefined ? {} : { model: values.model }, usage);
  return {
    model,
    positions: readCount('--positions', values.positions ?? '2000', counts, usage),
    runs: readCount('--runs', values.runs ?? '31', counts, usage),
  };
}
