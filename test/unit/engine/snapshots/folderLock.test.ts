import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withFolderLock } from '../../../../src/engine/host/snapshots/folderLock';
import { buildProgram, endOf, startProgram } from './support/program';
import { temporaryFolder } from './support/temporaryFolder';

const longAgo = new Date(Date.now() - 11_000);

function take(folder: string, waitMs = 0): Promise<string | undefined> {
  return withFolderLock(folder, waitMs, () => Promise.resolve('done'));
}

function lockHeldBy(pid: number, host = hostname()): string {
  return JSON.stringify({ pid, host, token: 'of another' });
}

describe('the lock of a folder', () => {
  it('lets one work at a time, whoever asks', async () => {
    const folder = temporaryFolder();
    let working = 0;
    let most = 0;
    let count = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await new Promise((resolve) => setTimeout(resolve, 2));
      working--;
      count++;
    };
    await Promise.all(Array.from({ length: 8 }, () => withFolderLock(folder, 10_000, work)));
    expect({ most, count }).toEqual({ most: 1, count: 8 });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    const folder = temporaryFolder();
    const failure = withFolderLock(folder, 0, () => Promise.reject(new Error('work failed')));
    await expect(failure).rejects.toThrow('work failed');
    expect(await take(folder)).toBe('done');
  });

  it('is not waited for longer than was said', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'lock'), lockHeldBy(process.pid));
    expect(await take(folder, 30)).toBeUndefined();
    expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe(lockHeldBy(process.pid));
  });

  it(
    'is respected while another process holds it, and broken when that is killed',
    { timeout: 60_000 },
    async () => {
      const folder = temporaryFolder();
      const program = await buildProgram('lockHolder', temporaryFolder());
      const holder = startProgram(program, [folder]);
      try {
        if (holder.stdout) await once(holder.stdout, 'data');
        expect(await take(folder, 50)).toBeUndefined();
        holder.kill('SIGKILL');
        await endOf(holder);
        expect(existsSync(join(folder, 'lock'))).toBe(true);
        expect(await take(folder)).toBe('done');
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        holder.kill('SIGKILL');
      }
    },
  );

  it('is broken when it is too old, whoever holds it, and not before', async () => {
    for (const content of [lockHeldBy(process.pid), lockHeldBy(1, 'elsewhere'), '', '{"pid":']) {
      const folder = temporaryFolder();
      const lock = join(folder, 'lock');
      writeFileSync(lock, content);
      expect(await take(folder), content).toBeUndefined();
      utimesSync(lock, longAgo, longAgo);
      expect(await take(folder), content).toBe('done');
    }
  });

  it('of another machine is not judged by the processes of this one', async () => {
    const folder = temporaryFolder();
    const ended = startProgram('--version', []);
    await endOf(ended);
    const pid = ended.pid ?? 0;
    writeFileSync(join(folder, 'lock'), lockHeldBy(pid, 'elsewhere'));
    expect(await take(folder)).toBeUndefined();
    writeFileSync(join(folder, 'lock'), lockHeldBy(pid));
    expect(await take(folder)).toBe('done');
  });

  it('is taken from a stale one by one of many', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 10; round++) {
      const folder = temporaryFolder();
      const lock = join(folder, 'lock');
      writeFileSync(lock, '');
      utimesSync(lock, longAgo, longAgo);
      let working = 0;
      let most = 0;
      await Promise.all(
        Array.from({ length: 6 }, () =>
          withFolderLock(folder, 10_000, async () => {
            most = Math.max(most, ++working);
            await new Promise((resolve) => setTimeout(resolve, 1));
            working--;
          }),
        ),
      );
      expect(most).toBe(1);
    }
  });

  it('given to another meanwhile is not taken from it at the end', async () => {
    const folder = temporaryFolder();
    const lock = join(folder, 'lock');
    await withFolderLock(folder, 0, () => {
      writeFileSync(lock, lockHeldBy(process.pid));
      return Promise.resolve();
    });
    expect(readFileSync(lock, 'utf8')).toBe(lockHeldBy(process.pid));
  });
});
