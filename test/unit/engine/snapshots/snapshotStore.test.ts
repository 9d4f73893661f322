import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AbortError } from '../../../../src/base/abort';
import type { SaveResult } from '../../../../src/engine/host/snapshots/results';
import {
  openStore,
  placeToSave,
  stateBytes,
  stateOf,
  testKey,
  tokensOf,
  writerOf,
} from './support/snapshotParts';
import { temporaryFolder } from './support/temporaryFolder';

const document = 'file:///a.ts';
const never = (): Promise<never> => Promise.reject(new Error('was read'));

function idOf(result: SaveResult): string {
  if (!result.saved) throw new Error(`not saved: ${result.reason} ${result.message ?? ''}`);
  return result.id;
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

describe('saving', () => {
  it('keeps a place as it was, over an end of the process', async () => {
    const folder = temporaryFolder();
    const first = await openStore(folder, { now: () => 5000 });
    const id = idOf(await first.save(placeToSave(1), writerOf(stateOf(1))));

    const store = await openStore(folder, { now: () => 6000 });
    const [snapshot, ...others] = await store.list(document);
    expect(others).toEqual([]);
    expect(snapshot).toMatchObject({
      id,
      document,
      placement: { head: 'let x = 1; // é' },
      tokens: tokensOf(1),
      recomputeMs: 4000,
      createdAt: 5000,
      lastUsedAt: 5000,
      stateBytes,
    });
    let read: Buffer | undefined;
    const result = await store.restore(id, async (path) => {
      read = await readFile(path);
    });
    expect(result).toMatchObject({ restored: true, bytes: stateBytes });
    expect(read).toEqual(stateOf(1));
  });

  it('leaves two files, which only their owner may read', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const replacing = async (path: string): Promise<number> => {
      await rm(path);
      writeFileSync(path, stateOf(1), { mode: 0o644 });
      return stateBytes;
    };
    const id = idOf(await store.save(placeToSave(1), replacing));
    expect(readdirSync(folder).sort()).toEqual([`${id}.header`, `${id}.state`]);
    for (const name of readdirSync(folder)) {
      const { mode } = statSync(join(folder, name));
      expect(mode & 0o777, name).toBe(process.platform === 'win32' ? 0o666 : 0o600);
    }
    expect(store.totals).toEqual({ entries: 1, bytes: bytesIn(folder) });
  });

  it('hands out a file that is private before the first byte is written', async () => {
    const store = await openStore(temporaryFolder());
    let mode = 0;
    await store.save(placeToSave(1), (path) => {
      mode = statSync(path).mode & 0o777;
      return writerOf(stateOf(1))(path);
    });
    expect(mode).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });

  it('writes nothing that is not worth it', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder, { maxBytes: 100_000 });
    const refusals = [
      [placeToSave(1, { tokens: tokensOf(1, 255) }), 'too-few-tokens'],
      [placeToSave(1, { recomputeMs: 0.1 }), 'too-cheap'],
      [placeToSave(1, { expectedBytes: 100_001 }), 'too-large'],
    ] as const;
    for (const [place, reason] of refusals) {
      expect(await store.save(place, never)).toEqual({ saved: false, reason });
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('replaces an older snapshot of the place, and no other', async () => {
    const store = await openStore(temporaryFolder());
    const saveTokens = async (tokens: number[], at = document): Promise<string> =>
      idOf(await store.save(placeToSave(1, { tokens, document: at }), writerOf(stateOf(1))));
    const older = await saveTokens(tokensOf(1));
    const elsewhere = await saveTokens(tokensOf(2));
    const otherDocument = await saveTokens(tokensOf(1), 'file:///b.ts');
    const newer = await saveTokens([...tokensOf(1).slice(0, 330), ...tokensOf(3)]);
    const ids = (await store.list(document)).map(({ id }) => id);
    expect(ids.sort()).toEqual([elsewhere, newer].sort());
    expect((await store.list('file:///b.ts')).map(({ id }) => id)).toEqual([otherDocument]);
    expect(await store.restore(older, never)).toEqual({ restored: false, reason: 'missing' });
  });

  it('does not write again what is there', async () => {
    const store = await openStore(temporaryFolder());
    idOf(await store.save(placeToSave(1), writerOf(stateOf(1))));
    expect(await store.save(placeToSave(1), never)).toEqual({ saved: false, reason: 'already-saved' });
    const shorter = placeToSave(1, { tokens: tokensOf(1, 300) });
    expect(await store.save(shorter, never)).toEqual({ saved: false, reason: 'already-saved' });
  });
});

describe('the budget', () => {
  const room = 3 * (stateBytes + 3000);

  it('holds, and the least valuable goes first', async () => {
    const folder = temporaryFolder();
    let now = 0;
    const store = await openStore(folder, { maxBytes: room, now: () => ++now });
    const costs = [4000, 3000, 5000, 3500];
    const ids: string[] = [];
    for (const [seed, recomputeMs] of costs.entries()) {
      ids.push(idOf(await store.save(placeToSave(seed, { recomputeMs }), writerOf(stateOf(seed)))));
      expect(bytesIn(folder)).toBeLessThanOrEqual(room);
    }
    const left = (await store.list(document)).map(({ recomputeMs }) => recomputeMs);
    expect(left.sort()).toEqual([3500, 4000, 5000]);
    expect(await store.restore(ids[1] ?? '', never)).toEqual({ restored: false, reason: 'missing' });
    expect(store.totals).toEqual({ entries: 3, bytes: bytesIn(folder) });
  });

  it('keeps what was used, and ages what was not, over an end of the process', async () => {
    const folder = temporaryFolder();
    const reopen = () => openStore(folder, { maxBytes: room });
    const saveCosting = async (recomputeMs: number, seed: number): Promise<string> =>
      idOf(await (await reopen()).save(placeToSave(seed, { recomputeMs }), writerOf(stateOf(seed))));
    const used = await saveCosting(4000, 0);
    const unused = await saveCosting(4100, 1);
    await saveCosting(3900, 2);
    for (const seed of [3, 4]) {
      const store = await reopen();
      await store.restore(used, () => Promise.resolve());
      await store.settled();
      await saveCosting(3900, seed);
    }
    const ids = (await (await reopen()).list(document)).map(({ id }) => id);
    expect(ids).toContain(used);
    expect(ids).not.toContain(unused);
  });

  it('counts what a state really takes, not what was expected', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder, { maxBytes: 40_000 });
    const result = await store.save(placeToSave(1, { expectedBytes: 100 }), writerOf(stateOf(1)));
    expect(result).toEqual({ saved: false, reason: 'too-large' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('applies to what is there when it was lowered', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    for (let seed = 0; seed < 4; seed++) await store.save(placeToSave(seed), writerOf(stateOf(seed)));
    const smaller = await openStore(folder, { maxBytes: room });
    expect(smaller.totals.entries).toBe(3);
    expect(bytesIn(folder)).toBeLessThanOrEqual(room);
  });
});

describe('restoring', () => {
  it('records the use', async () => {
    const folder = temporaryFolder();
    let now = 1000;
    const store = await openStore(folder, { now: () => now });
    const first = idOf(await store.save(placeToSave(1), writerOf(stateOf(1))));
    now = 2000;
    const second = idOf(await store.save(placeToSave(2), writerOf(stateOf(2))));
    expect((await store.list(document)).map(({ id }) => id)).toEqual([second, first]);
    now = 3000;
    await store.restore(first, () => Promise.resolve());
    await store.settled();
    const listed = await (await openStore(folder, { now: () => now })).list(document);
    expect(listed.map(({ id, createdAt, lastUsedAt }) => [id, createdAt, lastUsedAt])).toEqual([
      [first, 1000, 3000],
      [second, 2000, 2000],
    ]);
  });

  it('removes what its reader refuses, and keeps it where the reader was called off', async () => {
    const store = await openStore(temporaryFolder());
    const id = idOf(await store.save(placeToSave(1), writerOf(stateOf(1))));
    const aborted = await store.restore(id, () => Promise.reject(new AbortError()));
    expect(aborted).toMatchObject({ restored: false, reason: 'refused' });
    const refused = await store.restore(id, () => Promise.reject(new Error('unsuitable')));
    expect(refused).toEqual({ restored: false, reason: 'refused', message: 'unsuitable' });
    expect(await store.restore(id, never)).toEqual({ restored: false, reason: 'missing' });
    expect(store.totals).toEqual({ entries: 0, bytes: 0 });
  });

  it('is a miss where there is nothing of the kind', async () => {
    const folder = temporaryFolder();
    const outside = join(folder, 'outside.header');
    writeFileSync(outside, 'mine');
    const store = await openStore(join(folder, 'snapshots'));
    for (const id of ['', '../outside', 'ef'.repeat(16)]) {
      expect(await store.restore(id, never)).toEqual({ restored: false, reason: 'missing' });
    }
    expect(readFileSync(outside, 'utf8')).toBe('mine');
  });
});

describe('removing', () => {
  it("takes a document's snapshots, under every key", async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const other = await openStore(folder, { key: { ...testKey, layout: 'plain' } });
    await store.save(placeToSave(1), writerOf(stateOf(1)));
    await other.save(placeToSave(2), writerOf(stateOf(2)));
    const kept = idOf(await store.save(placeToSave(3, { document: 'file:///b.ts' }), writerOf(stateOf(3))));
    expect(await store.remove(document)).toEqual({ removed: 2, kept: 0 });
    expect(readdirSync(folder).sort()).toEqual([`${kept}.header`, `${kept}.state`]);
  });

  it('takes all that is its own, and leaves what is not', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    await store.save(placeToSave(1), writerOf(stateOf(1)));
    for (const name of [
      'models.json',
      `${'1'.repeat(32)}.state`,
      `${'2'.repeat(32)}.${process.pid}.writing`,
    ]) {
      writeFileSync(join(folder, name), 'text');
    }
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(await store.clear()).toEqual({ removed: 2, kept: 0 });
    expect(readdirSync(folder)).toEqual(['notes.txt']);
    expect(store.totals).toEqual({ entries: 0, bytes: 0 });
  });
});

describe('trouble with the disk', () => {
  it('ends in a result, with nothing left behind', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const writers: Record<string, (path: string) => Promise<number>> = {
      'a part, then no more': (path) => {
        writeFileSync(path, stateOf(1, 1000));
        return Promise.reject(full);
      },
      'less than it says': async (path) => (await writerOf(stateOf(1))(path)) + 1,
      nothing: () => Promise.resolve(0),
      'the file is gone': async (path) => {
        await rm(path);
        return stateBytes;
      },
    };
    for (const [name, write] of Object.entries(writers)) {
      const result = await store.save(placeToSave(1), write);
      expect(result, name).toMatchObject({ saved: false, reason: 'failed' });
      expect(readdirSync(folder), name).toEqual([]);
    }
  });

  it('is kept off by leaving some space free', async () => {
    const folder = temporaryFolder();
    let free = stateBytes + 256 * 1024 * 1024 - 1;
    const store = await openStore(folder, { freeBytes: () => Promise.resolve(free) });
    expect(await store.save(placeToSave(1), never)).toEqual({ saved: false, reason: 'no-space' });
    free++;
    expect(await store.save(placeToSave(1), writerOf(stateOf(1)))).toMatchObject({ saved: true });
  });

  it('throws nothing when the folder is gone', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const id = idOf(await store.save(placeToSave(1), writerOf(stateOf(1))));
    const sabotage = async (path: string): Promise<number> => {
      const written = await writerOf(stateOf(2))(path);
      rmSync(folder, { recursive: true });
      return written;
    };
    expect(await store.save(placeToSave(2), sabotage)).toMatchObject({ saved: false, reason: 'failed' });
    expect(await store.list(document)).toEqual([]);
    expect(await store.restore(id, never)).toEqual({ restored: false, reason: 'missing' });
    expect(await store.remove(document)).toEqual({ removed: 0, kept: 0 });
    await store.clear();
    expect(await store.save(placeToSave(2), never)).toMatchObject({ saved: false, reason: 'failed' });
    await store.settled();
  });

  it('says at opening that the folder cannot be used', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(openStore(file)).rejects.toMatchObject({ name: 'HearthError', reason: 'input-invalid' });
  });

  it('takes back a state whose header cannot be written', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const place = placeToSave(1, { placement: { head: 'x'.repeat(1_100_000) } });
    expect(await store.save(place, writerOf(stateOf(1)))).toMatchObject({ saved: false, reason: 'failed' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
