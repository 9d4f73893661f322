import { readArguments, readCount, usageError } from '../../tools/command';
import { readEngineOptions } from '../../tools/engineOptions';

export interface ShownArguments {
  /** A GGUF file; the bundled model where absent. */
  readonly model: string | undefined;
  /** Positions wanted in all, those that are done included. */
  readonly positions: number;
  readonly threads: number;
  /** Only print what is there. */
  readonly reportOnly: boolean;
  /** A file to write a plot to, as SVG. */
  readonly plot: string | undefined;
}

const usage =
  'npm run -s bench:shown -- [--positions N] [--model FILE] [--threads N] [--report] [--plot FILE.svg]';

const options = {
  model: { type: 'string' },
  positions: { type: 'string' },
  threads: { type: 'string' },
  report: { type: 'boolean' },
  plot: { type: 'string' },
} as const;

const defaultPositions = 400;

/** Throws a HearthError that says what was wrong and how the command is used. */
export function readShownArguments(args: string[]): ShownArguments {
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
    // One by default: a study takes half an hour, in which the machine is used for other things, too.
    threads: threads || 1,
    reportOnly: values.report ?? false,
    plot: readPlot(values.plot),
  };
}

function readPlot(file: string | undefined): string | undefined {
  if (file === undefined || file.endsWith('.svg')) return file;
  throw usageError(`--plot is "${file}", expected a file that ends in .svg`, usage);
}
