import { type LayoutName, layoutNames } from '../src/engine/port';
import { usageError } from './command';

/** What the command line says about the engine. */
export interface EngineOptions {
  /** A GGUF file; the bundled model where absent. */
  readonly model?: string;
  /** The layout of the model's family where absent. */
  readonly layout?: LayoutName;
  /** 0 leaves one core free. */
  readonly threads: number;
}

/** The options of `parseArgs` that {@link readEngineOptions} reads. */
export const engineArguments = {
  model: { type: 'string' },
  layout: { type: 'string' },
  threads: { type: 'string' },
} as const;

/** The same options in a usage line. */
export const engineUsage = `[--model FILE] [--layout ${layoutNames.join('|')}] [--threads N]`;

const layouts: readonly string[] = layoutNames;
const maxThreads = 256;

/** Throws a HearthError that ends with `usage`. */
export function readEngineOptions(
  values: { readonly model?: string; readonly layout?: string; readonly threads?: string },
  usage: string,
): EngineOptions {
  const { model, layout, threads } = values;
  if (model === '') throw usageError('--model is empty, expected a GGUF file', usage);
  if (layout !== undefined && !isLayout(layout)) {
    throw usageError(`--layout is "${layout}", expected one of ${layoutNames.join(', ')}`, usage);
  }
  return {
    ...(model !== undefined && { model }),
    ...(layout !== undefined && { layout }),
    threads: threads === undefined ? 0 : readThreads(threads, usage),
  };
}

function isLayout(name: string): name is LayoutName {
  return layouts.includes(name);
}

function readThreads(text: string, usage: string): number {
  const threads = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (threads >= 1 && threads <= maxThreads) return threads;
  throw usageError(`--threads is "${text}", expected a whole number from 1 to ${maxThreads}`, usage);
}
