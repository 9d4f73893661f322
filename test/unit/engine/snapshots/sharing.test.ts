import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildProgram, endOf, startProgram } from './support/program';
import { openStore, placeToSave, stateBytes, stateOf, writerOf } from './support/snapshotParts';
import { temporaryFolder } from './support/temporaryFolder';

const document = 'file:///a.ts';
const day = 24 * 3600_000;

async function endedPid(): Promise<number> {
  const child = startProgram('--version', []);
  await endOf(child);
  return child.pid ?? 0;
}

describe('two stores on one folder', () => {
  it('see what the other saves and removes', async () => {
    const folder = temporaryFolder();
    const [a, b] = [await openStore(folder), await openStore(folder)];
    const saved = await a.save(placeToSave(1), writerOf(stateOf(1)));
    const [seen] = await b.list(document);
    expect(saved).toMatchObject({ saved: true, id: seen?.id });
    await b.remove(document);
    expect(await a.list(document)).toEqual([]);
    expect(a.totals).toEqual({ entries: 0, bytes: 0 });
  });

  it('read a header again only when its file has changed', async () => {
    const folder = temporaryFolder();
    const [a, b] = [await openStore(folder), await openStore(folder, { now: () => 9000 })];
    await a.save(placeToSave(1), writerOf(stateOf(1)));
    const [first] = await a.list(document);
    expect((await a.list(document))[0]).toBe(first);
    await b.restore(first?.id ?? '', () => Promise.resolve());
    await b.settled();
    const [second] = await a.list(document);
    expect(second).not.toBe(first);
    expect(second?.lastUsedAt).toBe(9000);
  });

  it('take an eviction while a state is read for a miss', async () => {
    const folder = temporaryFolder();
    const [a, b] = [await openStore(folder), await openStore(folder)];
    await a.save(placeToSave(1), writerOf(stateOf(1)));
    const id = (await a.list(document))[0]?.id ?? '';
    const result = await a.restore(id, async (path) => {
      await b.clear();
      await readFile(path);
    });
    expect(result).toMatchObject({ restored: false, reason: 'missing' });
  });

  it('do not bring back what the other removes while a use is recorded', async () => {
    const folder = temporaryFolder();
    const [a, b] = [await openStore(folder), await openStore(folder)];
    for (let round = 0; round < 10; round++) {
      await a.save(placeToSave(round), writerOf(stateOf(round)));
      const id = (await a.list(document))[0]?.id ?? '';
      await a.restore(id, () => Promise.resolve());
      await b.clear();
      await a.settled();
      expect(await a.restore(id, () => Promise.reject(new Error('was read')))).toMatchObject({
        reason: 'missing',
      });
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('wait for each other, and give up where that takes too long', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder, { lockWaitMs: 30 });
    const holder = { pid: process.pid, host: hostname(), token: 'of another' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(holder));
    const result = await store.save(placeToSave(1), writerOf(stateOf(1)));
    expect(result).toEqual({ saved: false, reason: 'busy' });
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('keep the budget together, from several processes', { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const program = await buildProgram('snapshotSaver', temporaryFolder());
    const maxBytes = 5 * (stateBytes + 3000);
    const savers = [100, 200, 300].map((seed) =>
      startProgram(program, [folder, `${maxBytes}`, `${seed}`, '8']),
    );
    const codes = await Promise.all(savers.map(endOf));
    expect(codes).toEqual([0, 0, 0]);
    const store = await openStore(folder, { maxBytes });
    expect(store.totals.entries).toBe(5);
    expect(readdirSync(folder)).toHaveLength(10);
    for (const { id, tokens } of await store.list(document)) {
      const seed = Math.floor((tokens[0] ?? 0) / 10_000);
      const result = await store.restore(id, async (path) => {
        expect(await readFile(path)).toEqual(stateOf(seed));
      });
      expect(result).toMatchObject({ restored: true });
    }
  });
});

describe('opening', () => {
  it('removes what a crash left, and nothing that is under way or not its own', async () => {
    const folder = temporaryFolder();
    const dead = await endedPid();
    const name = (digit: string, rest: string): string => `${digit.repeat(32)}.${rest}`;
    const kept = [name('1', `${process.pid}.writing`), 'notes.txt', 'lock.txt', name('g', 'state')];
    const stuck = name('2', `${process.pid}.writing`);
    const left = [
      name('3', `${dead}.writing`),
      name('4', 'state'),
      name('5', 'header'),
      'lock.0123456789abcdef',
    ];
    for (const file of [...kept, ...left, stuck]) writeFileSync(join(folder, file), 'text');
    const hourAgo = new Date(Date.now() - 3600_000);
    utimesSync(join(folder, stuck), hourAgo, hourAgo);
    await openStore(folder);
    expect(readdirSync(folder).sort()).toEqual(kept.sort());
  });

  it('removes what was unused for 30 days', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder, { now: () => 0 });
    await store.save(placeToSave(1), writerOf(stateOf(1)));
    expect((await openStore(folder, { now: () => 30 * day })).totals.entries).toBe(1);
    expect((await openStore(folder, { now: () => 30 * day + 1 })).totals.entries).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not fail where another holds the lock', async () => {
    const folder = temporaryFolder();
    const holder = { pid: process.pid, host: hostname(), token: 'of another' };
    writeFileSync(join(folder, 'lock'), JSON.stringify(holder));
    const store = await openStore(folder, { lockWaitMs: 0 });
    expect(await store.list(document)).toEqual([]);
    expect(existsSync(join(folder, 'lock'))).toBe(true);
    expect(statSync(folder).isDirectory()).toBe(true);
  });
});
