import { readFile } from 'node:fs/promises';
import { HearthError, messageOf } from '../../src/base/errors';

/** Of one process since it started. */
export interface ProcessUsage {
  /** CPU seconds of all its threads. */
  readonly cpuSeconds: number;
  /** The most resident memory that it has had, in bytes. */
  readonly peakBytes: number;
}

/** `USER_HZ`, which is 100 on every Linux that Node runs on (man page time(7)). */
const ticksPerSecond = 100;

/** Reads the usage of a process by its number; throws a HearthError where it cannot be read, as anywhere but on Linux. */
export async function readUsage(processId: number): Promise<ProcessUsage> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map(async (file) => {
      const path = `/proc/${processId}/${file}`;
      return readFile(path, 'utf8').catch((error: unknown) => {
        throw new HearthError('unexpected', `Cannot read ${path}: ${messageOf(error)}. Run this on Linux.`, {
          cause: error,
        });
      });
    }),
  );
  return parseUsage(stat ?? '', status ?? '');
}

/** Reads the texts of `stat` and `status` (man pages proc_pid_stat and proc_pid_status of the Linux man-pages). */
export function parseUsage(stat: string, status: string): ProcessUsage {
  // The second field is the program's name in brackets, which may hold anything; the fields behind begin with the third.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (Number.isNaN(ticks) || kilobytes === undefined) {
    throw new HearthError(
      'unexpected',
      'The process says nothing of its CPU time and peak memory: has it ended?',
    );
  }
  return { cpuSeconds: ticks / ticksPerSecond, peakBytes: Number(kilobytes) * 1024 };
}
