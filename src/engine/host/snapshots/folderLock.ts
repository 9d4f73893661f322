import { randomBytes } from 'node:crypto';
import { link, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRunning, type Lock, type LockHolder, readLock } from '../../../base/lockFile';
import { removeFile } from './entryFiles';
import { fileMode } from './privateFolder';

/** The lock is held for some renames and removals. Whoever holds it longer than this, in ms, has ended or hangs. */
const maxHeldMs = 10_000;

/** Between two attempts, in ms. */
const retryMs = 20;

const lockName = 'lock';

/** What a broken lock is called until it is removed. */
export const brokenLockName = /^lock\.[0-9a-f]{16}$/;

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
  const holder: LockHolder = { pid: process.pid, host: hostname(), token };
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

function isStale({ holder, mtimeMs }: Lock): boolean {
  if (holder?.host === hostname() && !isRunning(holder.pid)) return true;
  // A time that lies in the future is as wrong as one long ago: the clock was set.
  return Math.abs(Date.now() - mtimeMs) > maxHeldMs;
}
