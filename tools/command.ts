import { type ParseArgsConfig, parseArgs } from 'node:util';
import { HearthError, messageOf } from '../src/base/errors';

type Parsed<T extends ParseArgsConfig> = ReturnType<typeof parseArgs<T>>;

/** Runs a command: where it fails, one line on standard error says why, and the exit status is 1. */
export async function runCommand(command: (args: string[]) => Promise<void>): Promise<void> {
  try {
    await command(process.argv.slice(2));
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${oneLine(messageOf(error))}\n`);
  }
}

/** Like `parseArgs`, but throws a HearthError whose message ends with `usage`. */
export function readArguments<const T extends ParseArgsConfig>(config: T, usage: string): Parsed<T> {
  try {
    return parseArgs(config);
  } catch (error) {
    // What follows the first sentence is advice on how to pass such an argument through a shell.
    const [problem = ''] = messageOf(error).split(/\.\s/, 1);
    throw usageError(problem, usage);
  }
}

export function usageError(problem: string, usage: string): HearthError {
  return new HearthError('input-invalid', `${problem.replace(/\.$/, '')}. Usage: ${usage}`);
}

function oneLine(message: string): string {
  return message.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}

/** The whole number that an option gives; throws a HearthError for anything but one from `least` to `most`. */
export function readCount(
  option: string,
  value: string,
  { least, most }: { readonly least: number; readonly most: number },
  usage: string,
): number {
  const isCount = /^\d+$/.test(value) && value.length <= String(most).length;
  const count = isCount ? Number(value) : NaN;
  if (count >= least && count <= most) return count;
  throw usageError(`${option} is "${value}", expected a whole number from ${least} to ${most}`, usage);
}
