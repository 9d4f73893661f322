import { randomBytes } from 'node:crypto';
import { link, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { removeFile } from './entryFiles';
import { fileMode } from './privateFolder';

/** The lock is held for some renames and removals. Whoever holds it longer than this, in ms, has ended or hangs. */
const maxHeldMs = 10_000;

/** Between two attempts, in ms. */
const retryMs = 20;

const lockName = 'lock';

/** What a broken lock is called until it is removed. */
export const brokenLockName = /^lock\.[0-9a-f]{16}$/;

/** What is in the lock's file. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells this acquisition from all others. */
  readonly token: string;
}

/**
 * Does `work` while no other store, in this process or another, works on the folder. Undefined where the lock was not
 * to be had within `waitMs`. A lock is broken when its process has ended, or it is held for too long.
 *
 * Two may hold it after all where one sleeps for long, or is in another container with a clock of its own. Then the
 * folder may exceed its budget, or an entry is lost; a reader still sees an entry that is complete, or none.
 */
export async function withFolderLock<T>(
  folder: string,
  waitMs: number,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const path = join(folder, lockName);
  const token = randomBytes(16).toString('hex');
  if (!(await acquire(path, token, waitMs))) return undefined;
  try {
    return await work();
  } finally {
    if ((await readLock(path))?.holder?.token === token) await removeFile(path);
  }
}

async function acquire(path: string, token: string, waitMs: number): Promise<boolean> {
  const holder: Holder = { pid: process.pid, host: hostname(), token };
  const deadline = performance.now() + waitMs;
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(holder), { flag: 'wx', mode: fileMode });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await breakStale(path)) continue;
    if (performance.now() >= deadline) return false;
    await setTimeout(retryMs);
  }
}

/** Removes a lock that nobody holds. Resolves to whether it is worth trying again at once. */
async function breakStale(path: string): Promise<boolean> {
  const judged = await readLock(path);
  if (!judged || !isStale(judged)) return false;
  // Another process may break it first and hold one of its own by now. What is moved aside is looked at again.
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return false;
  }
  const moved = await readLock(aside);
  const isSame = moved?.holder?.token === judged.holder?.token && moved?.mtimeMs === judged.mtimeMs;
  if (!isSame) await link(aside, path).catch(() => undefined);
  await removeFile(aside);
  return true;
}

interface Lock {
  /** Undefined while it is only half written. */
  readonly holder: Holder | undefined;
  readonly mtimeMs: number;
}

function isStale({ holder, mtimeMs }: Lock): boolean {
  if (holder?.host === hostname() && !isRunning(holder.pid)) return true;
  // A time that lies in the future is as wrong as one long ago: the clock was set.
  return Math.abs(Date.now() - mtimeMs) > maxHeldMs;
}

/** Undefined where there is none. */
async function readLock(path: string): Promise<Lock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { holder: parseHolder(await readFile(path, 'utf8')), mtimeMs };
  } catch {
    return undefined;
  }
}

function parseHolder(json: string): Holder | undefined {
  try {
    const value = JSON.parse(json) as Partial<Holder> | null;
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
