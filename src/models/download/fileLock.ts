import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '../../base/clock';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';

/** The holder says so often that it is alive, in ms … */
const beatMs = 10_000;

/** … and has ended, or sleeps, where it has not for so long. */
const staleMs = 60_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells this acquisition from all others. */
  readonly token: string;
}

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
  const holder: Holder = { pid: process.pid, host: hostname(), token };
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
      if ((await read(path))?.holder?.token === token) await rm(path, { force: true });
    },
  };
}

/** Removes a lock that nobody holds. Resolves to whether it is worth trying again. */
async function breakStale(path: string): Promise<boolean> {
  const judged = await read(path);
  if (!judged) return true;
  if (!isStale(judged)) return false;
  // Another process may break it first and hold one of its own by now. What is moved aside is looked at again.
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
  } catch {
    return true;
  }
  const moved = await read(aside);
  if (moved?.holder?.token !== judged.holder?.token) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
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
  return Math.abs(Date.now() - mtimeMs) > staleMs;
}

/** Undefined where there is none. */
async function read(path: string): Promise<Lock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    return { holder: parse(await readFile(path, 'utf8')), mtimeMs };
  } catch {
    return undefined;
  }
}

function parse(json: string): Holder | undefined {
  try {
    const { pid, host, token } = (JSON.parse(json) ?? {}) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof token !== 'string') return undefined;
    return { pid, host, token };
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
