import { readFile } from 'node:fs/promises';
import { HearthError, messageOf } from '../../src/base/errors';

/** Resident memory of a process, in bytes. */
export interface ProcessMemory {
  readonly resident: number;
  /** What only the process itself holds; it cannot be given back but by ending it. */
  readonly anonymous: number;
  /** The rest: pages of files, as of the model's. */
  readonly mapped: number;
}

/** Throws a HearthError anywhere but on Linux, which alone tells one kind of memory from the other. */
export function requireLinux(platform: NodeJS.Platform = process.platform): void {
  if (platform === 'linux') return;
  throw new HearthError(
    'input-invalid',
    `Memory is read from /proc/PID/smaps_rollup, which ${platform} does not have. Run this on Linux.`,
  );
}

/** The memory of a process by its number; throws a HearthError where it cannot be read. */
export async function readProcessMemory(processId: number): Promise<ProcessMemory> {
  const path = `/proc/${processId}/smaps_rollup`;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new HearthError('unexpected', `Cannot read ${path}: ${messageOf(error)}`, { cause: error });
  });
  return parseRollup(text);
}

/** Reads the text of `smaps_rollup` (man page proc_pid_smaps of the Linux man-pages). */
export function parseRollup(text: string): ProcessMemory {
  const resident = bytesOf(text, 'Rss');
  const anonymous = bytesOf(text, 'Anonymous');
  return { resident, anonymous, mapped: resident - anonymous };
}

function bytesOf(text: string, field: string): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  throw new HearthError(
    'unexpected',
    `smaps_rollup has no line "${field}: … kB". Is this kernel older than 4.14?`,
  );
}
