import { readFile, stat } from 'node:fs/promises';

/** What is in the lock's file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Tells this acquisition from all others. */
  readonly token: string;
}

/** A lock's file as it was read. */
export interface Lock {
  /** Undefined while it is only half written. */
  readonly holder: LockHolder | undefined;
  readonly mtimeMs: number;
}

/** Undefined where there is none. */
export async function readLock(path: string): Promise<Lock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { holder: parseHolder(await readFile(path, 'utf8')), mtimeMs };
  } catch {
    return undefined;
  }
}

function parseHolder(json: string): LockHolder | undefined {
  try {
    const value = JSON.parse(json) as Partial<LockHolder> | null;
    const { pid, host, token } = value ?? {};
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid, host, token };
  } catch {
    return undefined;
  }
}

/** Whether a process has this number. A number that was given away again passes, and age decides. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
