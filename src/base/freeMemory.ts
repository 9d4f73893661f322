import { execFile } from 'node:child_process';
import { freemem, totalmem } from 'node:os';
import { promisify } from 'node:util';

export interface MachineMemory {
  readonly totalBytes: number;
  /** What programs may still take without others being pushed out to disk. */
  readonly freeBytes: number;
}

/**
 * The machine's memory. What other programs hold, other engines of Hearth among them, is not free; the pages of files
 * that the system gives back when it has to are. A container's or a job's limit counts as the machine's.
 */
export async function machineMemory(platform: NodeJS.Platform = process.platform): Promise<MachineMemory> {
  const totalBytes = totalmem();
  if (platform === 'darwin') {
    const free = freeOnMac(await vmStat());
    if (free !== undefined) return { totalBytes, freeBytes: Math.min(free, totalBytes) };
  }
  // On Linux and Windows Node gives what is available, not only what is unused.
  return { totalBytes, freeBytes: Math.min(freemem(), process.availableMemory()) };
}

async function vmStat(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('/usr/bin/vm_stat', { timeout: 2_000 });
    return stdout;
  } catch {
    return '';
  }
}

/**
 * Reads the output of macOS's `vm_stat`. Its unused pages alone, all that Node tells there, are next to none on a Mac
 * that has run for a while; inactive, speculative and purgeable ones are given back when asked for.
 */
export function freeOnMac(text: string): number | undefined {
  const pageBytes = Number(/page size of (\d+) bytes/.exec(text)?.[1]);
  const pages = ['free', 'inactive', 'speculative', 'purgeable'].map((kind) =>
    Number(new RegExp(`^Pages ${kind}:\\s+(\\d+)\\.`, 'm').exec(text)?.[1]),
  );
  const bytes = pages.reduce((sum, count) => sum + count, 0) * pageBytes;
  return Number.isNaN(bytes) ? undefined : bytes;
}
