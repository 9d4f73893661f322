import { randomBytes } from 'node:crypto';
import { link, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '../../base/clock';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';
import { isRunning, type Lock, type LockHolder, readLock } from '../../base/lockFile';

/** The holder says so often that it is alive, in ms … */
const beatMs = 10_000;

/** … and has ended, or sleeps, where it has not for so long. */
const staleMs = 60_000;

/** A lock in the form of a file, held across processes until it is released or its process ends. */
export interface FileLock {
  release(): Promise<void>;
}

/**
 * Takes the lock at `path`; undefined where somebody else holds it. A lock whose process is gone is taken over at once,
 * and one that comes from another machine, over a shared folder, when it has not been renewed for a minute.
 */
export async function takeFileLock(path: string, clock: Clock): Promise<FileLock | undefined> {
  const token = randomBytes(16).toString('hex');
  const holder: LockHolder = { pid: process.pid, host: hostname(), token };
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(path, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
      return held(path, token, clock);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (!(await breakStale(path))) return undefined;
  }
  return undefined;
}

function held(path: string, token: string, clock: Clock): FileLock {
  const timer = new MutableDisposable<Disposable>();
  const beat = (): void => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
    timer.value = clock.after(beatMs, beat);
  };
  timer.value = clock.after(beatMs, beat);
  return {
    release: async () => {
      timer.dispose();
      if ((await readLock(path))?.holder?.token === token) await rm(path, { force: true });
    },
  };
}

/** Removes a lock that nobody holds. Resolves to whether it is worth trying again. */
async function breakStale(path: string): Promise<boolean> {
  const judged = await readLock(path);
  if (!judged) return true;
  if (!isStale(judged)) return false;
  // Another process may break it first and hold one of its own by now. What is moved aside is looked at again.
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  const moved = await readLock(aside);
  if (moved?.holder?.token !== judged.holder?.token) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
  return true;
}

function isStale({ holder, mtimeMs }: Lock): boolean {
  if (holder?.host === hostname() && !isRunning(holder.pid)) return true;
  // A time that lies in the future is as wrong as one long ago: the clock was set.
  return Math.abs(Date.now() - mtimeMs) > staleMs;
}
