import { readdirSync, readFileSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { decodeHeader, encodeHeader } from '../../../../src/engine/host/snapshots/header';
import type { SnapshotStore } from '../../../../src/engine/host/snapshots/snapshotStore';
import {
  headerOf,
  openStore,
  parseTestPlacement,
  placeToSave,
  stateBytes,
  stateOf,
  testKey,
  type TestPlacement,
  writerOf,
} from './support/snapshotParts';
import { temporaryFolder } from './support/temporaryFolder';

const document = 'file:///a.ts';

let folder: string;
let store: SnapshotStore<TestPlacement>;
let id: string;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder);
  id = await saveOne();
});

async function saveOne(): Promise<string> {
  const result = await store.save(placeToSave(1), writerOf(stateOf(1)));
  if (!result.saved) throw new Error(`not saved: ${result.reason}`);
  return result.id;
}

const headerFile = (): string => join(folder, `${id}.header`);
const stateFile = (): string => join(folder, `${id}.state`);

function flip(path: string, at: number): void {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x10;
  writeFileSync(path, bytes);
}

/** Restores, and makes sure that what was damaged is neither read nor kept. */
async function expectRefusal(reason: string): Promise<void> {
  let reads = 0;
  const result = await store.restore(id, () => {
    reads++;
    return Promise.resolve();
  });
  expect(result).toEqual({ restored: false, reason });
  expect(reads).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
  expect(await store.list(document)).toEqual([]);
}

describe('a damaged snapshot is refused and removed', () => {
  it('with any byte of its header changed', async () => {
    const { length } = readFileSync(headerFile());
    for (let at = 0; at < length; at += at < 400 ? 7 : 331) {
      flip(headerFile(), at);
      await expectRefusal(at < 12 ? 'foreign' : 'damaged');
      id = await saveOne();
    }
  });

  it('with a byte of its state changed, at its start, end or between', async () => {
    for (const at of [0, 1, stateBytes / 2, stateBytes - 1]) {
      flip(stateFile(), at);
      await expectRefusal('damaged');
      id = await saveOne();
    }
  });

  it('with a byte changed behind the first piece that is read', async () => {
    const long = stateOf(2, 2_500_000);
    const result = await store.save(placeToSave(2, { expectedBytes: long.length }), writerOf(long));
    expect(result).toMatchObject({ saved: true });
    await store.restore(id, () => Promise.reject(new Error('makes it go')));
    id = result.saved ? result.id : '';
    flip(stateFile(), 1_048_576);
    await expectRefusal('damaged');
  });

  it('with a state cut short, emptied, or longer than it was', async () => {
    for (const change of [
      () => truncateSync(stateFile(), stateBytes - 1),
      () => truncateSync(stateFile(), 0),
      () => writeFileSync(stateFile(), Buffer.alloc(3), { flag: 'a' }),
    ]) {
      change();
      await expectRefusal('damaged');
      id = await saveOne();
    }
  });

  it('with a header cut short, emptied, or far too large', async () => {
    for (const bytes of [23, 24, 100, 0, 8_000_000]) {
      truncateSync(headerFile(), bytes);
      await expectRefusal('damaged');
      id = await saveOne();
    }
  });

  it('with a link in the place of its state or its header', async () => {
    for (const path of [stateFile, headerFile]) {
      const elsewhere = join(temporaryFolder(), 'elsewhere');
      writeFileSync(elsewhere, readFileSync(path()));
      unlinkSync(path());
      symlinkSync(elsewhere, path());
      // Where the system opens links in any case, what is behind is checked like any state.
      if (process.platform === 'win32') return;
      await expectRefusal('damaged');
      expect(readFileSync(elsewhere).length).toBeGreaterThan(0);
      id = await saveOne();
    }
  });

  it('before it is listed, when its header tells', async () => {
    flip(headerFile(), 200);
    expect(await store.list(document)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('and is missing where one of its files is', async () => {
    unlinkSync(stateFile());
    await expectRefusal('missing');
    id = await saveOne();
    unlinkSync(headerFile());
    await expectRefusal('missing');
  });
});

describe('a foreign snapshot', () => {
  it('is not listed under another key, and refused and removed when asked for', async () => {
    for (const change of [
      { modelHash: 'ef'.repeat(32) },
      { engineBuild: 'newer' },
      { contextTokens: 8192 },
    ]) {
      const other = await openStore(folder, { key: { ...testKey, ...change } });
      expect(await other.list(document)).toEqual([]);
      expect(await store.list(document)).toHaveLength(1);
      const result = await other.restore(id, () => Promise.reject(new Error('was read')));
      expect(result).toEqual({ restored: false, reason: 'foreign' });
      expect(readdirSync(folder)).toEqual([]);
      id = await saveOne();
    }
  });

  it('is kept, and counted, until room is needed', async () => {
    const other = await openStore(folder, { key: { ...testKey, layout: 'plain' }, maxBytes: 60_000 });
    expect(other.totals.entries).toBe(1);
    expect(await other.save(placeToSave(2), writerOf(stateOf(2)))).toMatchObject({ saved: true, evicted: 1 });
    expect(await store.list(document)).toEqual([]);
  });

  it('of another placement than is understood is removed', async () => {
    const header = headerOf({ placement: { head: 7 } as unknown as TestPlacement });
    const bytes = encodeHeader(header);
    expect(decodeHeader(bytes, parseTestPlacement)).toEqual({ fault: 'damaged' });
    writeFileSync(headerFile(), bytes);
    await expectRefusal('damaged');
  });
});
