import { readArguments, readCount, usageError } from '../../tools/command';
import { readEngineOptions } from '../../tools/engineOptions';

/** What all benchmarks of the engine are told. */
export interface EngineArguments {
  /** A GGUF file; the bundled model where undefined. */
  readonly model: string | undefined;
  /** 0 leaves one core free. */
  readonly threads: number;
}

export interface RevisitArguments extends EngineArguments {
  /** Prompt tokens that the place to come back to has at least. */
  readonly tokens: number;
  readonly rounds: number;
}

export interface PreemptArguments extends EngineArguments {
  /** Keys in each of the two conditions. */
  readonly rounds: number;
}

export interface MemoryArguments extends EngineArguments {
  /** Hours of work to simulate; 0 is none. */
  readonly hours: number;
}

const revisitUsage = 'npm run -s bench:revisit -- [--model FILE] [--tokens 2000] [--threads N] [--rounds 5]';
const preemptUsage = 'npm run -s bench:preempt -- [--model FILE] [--threads N] [--rounds 40]';
const fitUsage = 'npm run -s bench:fit -- [--threads N] [FILE …]';
const speedUsage = 'npm run -s bench:speed -- [--threads N] [FILE …]';
const memoryUsage = 'npm run -s bench:memory -- [--model FILE] [--threads N] [--hours N]';

const text = { type: 'string' } as const;
const engineOptions = { model: text, threads: text };

/** Throws a HearthError that says what was wrong and how the command is used, as the other readers do. */
export function readRevisitArguments(args: string[]): RevisitArguments {
  const options = { ...engineOptions, tokens: text, rounds: text };
  const { values } = readArguments({ args, options }, revisitUsage);
  return {
    ...readEngine(values, revisitUsage),
    // A sequence of 3,072 tokens keeps some free for the answer.
    tokens: readCount('--tokens', values.tokens ?? '2000', { least: 500, most: 2700 }, revisitUsage),
    rounds: readCount('--rounds', values.rounds ?? '5', { least: 1, most: 1000 }, revisitUsage),
  };
}

export function readPreemptArguments(args: string[]): PreemptArguments {
  const { values } = readArguments({ args, options: { ...engineOptions, rounds: text } }, preemptUsage);
  return {
    ...readEngine(values, preemptUsage),
    rounds: readCount('--rounds', values.rounds ?? '40', { least: 1, most: 1000 }, preemptUsage),
  };
}

export interface FitArguments {
  /** GGUF files; none is the bundled model. */
  readonly models: readonly string[];
  readonly threads: number;
}

export function readFitArguments(args: string[]): FitArguments {
  return readFiles(args, fitUsage);
}

export function readSpeedArguments(args: string[]): FitArguments {
  return readFiles(args, speedUsage);
}

function readFiles(args: string[], usage: string): FitArguments {
  const { values, positionals } = readArguments(
    { args, options: { threads: text }, allowPositionals: true },
    usage,
  );
  return { models: positionals, threads: readEngine(values, usage).threads };
}

export function readMemoryArguments(args: string[]): MemoryArguments {
  const { values } = readArguments({ args, options: { ...engineOptions, hours: text } }, memoryUsage);
  const hours = values.hours === undefined ? 0 : Number(values.hours.trim() || NaN);
  if (values.hours !== undefined && !(hours > 0 && hours <= 100)) {
    throw usageError(`--hours is "${values.hours}", expected a number above 0, up to 100`, memoryUsage);
  }
  return { ...readEngine(values, memoryUsage), hours };
}

function readEngine(values: { model?: string; threads?: string }, usage: string): EngineArguments {
  const { model, threads } = readEngineOptions(
    {
      ...(values.model !== undefined && { model: values.model }),
      ...(values.threads !== undefined && { threads: values.threads }),
    },
    usage,
  );
  return { model, threads };
}
