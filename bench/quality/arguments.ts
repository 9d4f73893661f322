import { readArguments, readCount } from '../../tools/command';
import { readEngineOptions } from '../../tools/engineOptions';

export interface QualityArguments {
  /** A GGUF file; the bundled model where absent. */
  readonly model: string | undefined;
  /** Positions wanted in all, those that are done included. */
  readonly positions: number;
  readonly threads: number;
  /** Only print what is there. */
  readonly reportOnly: boolean;
}

const usage = 'npm run -s quality -- [--model FILE] [--positions N] [--threads N] [--report]';

const options = {
  model: { type: 'string' },
  positions: { type: 'string' },
  threads: { type: 'string' },
  report: { type: 'boolean' },
} as const;

const defaultPositions = 1_000;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readQualityArguments(args: string[]): QualityArguments {
  const { values } = readArguments({ args, options }, usage);
  const { model, threads } = readEngineOptions(
    {
      ...(values.model !== undefined && { model: values.model }),
      ...(values.threads !== undefined && { threads: values.threads }),
    },
    usage,
  );
  return {
    model,
    positions:
      values.positions === undefined
        ? defaultPositions
        : readCount('--positions', values.positions, { least: 1, most: 999_999 }, usage),
    // One by default: a study takes hours, in which the machine is used for other things, too.
    threads: threads || 1,
    reportOnly: values.report ?? false,
  };
}
