import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAbortError } from '../../../../src/base/abort';
import { NodeDisk } from '../../../../src/models/download/disk';
import { Downloader } from '../../../../src/models/download/downloader';
import { takeFileLock } from '../../../../src/models/download/fileLock';
import { NodeTransport } from '../../../../src/models/download/transport';
import { type GpuPackage, gpuPackagesVersion, type GpuSupport } from '../../../../src/models/gpu/gpuPackages';
import { type AddingStep, GpuStore } from '../../../../src/models/gpu/gpuStore';
import { FailingDisk } from '../../../support/failingDisk';
import { HurriedClock } from '../../../support/hurriedClock';
import { packageArchive } from '../../../support/npmArchive';
import { NpmServer } from '../../../support/npmServer';
import { RecordingLogger } from '../../../support/recordingLogger';

const never = new AbortController().signal;
const clock = new HurriedClock(1000);
const names = ['test-cuda', 'test-cuda-ext'] as const;
const archives = names.map((name) => packageArchive(`@node-llama-cpp/${name}`, gpuPackagesVersion));
const integrityOf = (archive: Buffer): string => createHash('sha512').update(archive).digest('base64');

let folder: string;
let server: NpmServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-gpu-store-'));
  server = await new NpmServer().start();
  archives.forEach((archive, index) => {
    const integrity = `sha512-${integrityOf(archive)}`;
    server.publish(`@node-llama-cpp/${names[index] ?? ''}`, gpuPackagesVersion, archive, { integrity });
  });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function storeOf(disk: NodeDisk = new NodeDisk()): GpuStore {
  const transport = new NodeTransport({ idleMs: 5_000 });
  const downloader = new Downloader({ transport, disk, clock, logger: new RecordingLogger() });
  return new GpuStore({ folder, downloader, transport, disk, clock });
}

function support(change: Partial<GpuPackage> = {}): GpuSupport {
  const packages = names.map((name, index): GpuPackage => {
    const archive = archives[index] ?? Buffer.alloc(0);
    return { name, bytes: archive.length, unpackedBytes: 1000, integrity: integrityOf(archive), ...change };
  });
  return { name: 'cuda', title: 'CUDA', needs: 'a driver', packages };
}

const add = (store: GpuStore, wanted: GpuSupport, onStep: (step: AddingStep) => void = () => {}) =>
  store.add(wanted, server.base, onStep, never);

/** Everything below the store's folder, and what is in it. */
async function files(): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

const inPlace = names.flatMap((name) => {
  const place = `${gpuPackagesVersion}/node_modules/@node-llama-cpp/${name}`;
  return [`${place}/bins/${name}/llama-addon.node`, `${place}/package.json`];
});

describe('adding', () => {
  test('downloads, checks and unpacks every package, and leaves no archive', async () => {
    const store = storeOf();
    const steps: string[] = [];
    expect(await store.has(support())).toBe(false);
    await add(store, support(), ({ what, file, files }) => {
      steps.push(`${typeof what === 'string' ? what : what.phase} ${file}/${files}`);
    });
    expect(await store.has(support())).toBe(true);
    expect(await files()).toEqual([...inPlace].sort());
    const phases = ['fetching', 'checking', 'unpacking'];
    const expected = [1, 2].flatMap((file) => phases.map((phase) => `${phase} ${file}/2`));
    expect([...new Set(steps)]).toEqual(expected);
    expect(store.packagesFolder).toBe(join(folder, gpuPackagesVersion, 'node_modules'));
  });

  test('gets only what is missing', async () => {
    const store = storeOf();
    await add(store, support());
    await rm(join(store.packagesFolder, '@node-llama-cpp', 'test-cuda-ext'), { recursive: true });
    expect(await store.has(support())).toBe(false);
    server.seen.length = 0;
    await add(store, support());
    expect(server.seen).toHaveLength(1);
    expect(await store.has(support())).toBe(true);
  });

  test('uses no bytes with another sum', async () => {
    const other = packageArchive('@node-llama-cpp/test-cuda', gpuPackagesVersion, 'BINARY');
    server.publish('@node-llama-cpp/test-cuda', gpuPackagesVersion, other);
    await expect(add(storeOf(), support({ bytes: other.length }))).rejects.toMatchObject({
      reason: 'download-mismatch',
      message: expect.stringMatching(/have the SHA-512 [0-9a-f]+; .*hearth\.gpu\.source/) as string,
    });
    expect(await files()).toEqual([]);
  });

  test('takes the sum that the registry states where none is pinned, and none but a SHA-512', async () => {
    const unpinned = support({ integrity: undefined, bytes: 5 });
    await add(storeOf(), unpinned);
    expect(await files()).toEqual([...inPlace].sort());
    await rm(join(folder, gpuPackagesVersion), { recursive: true });
    const [archive = Buffer.alloc(0)] = archives;
    server.publish('@node-llama-cpp/test-cuda', gpuPackagesVersion, archive, { shasum: 'abc' });
    await expect(add(storeOf(), unpinned)).rejects.toMatchObject({
      reason: 'download-mismatch',
      message: expect.stringMatching(/does not state the SHA-512 of test-cuda/) as string,
    });
    const wrong = integrityOf(Buffer.from('another file'));
    server.publish('@node-llama-cpp/test-cuda', gpuPackagesVersion, archive, {
      integrity: `sha512-${wrong}`,
    });
    await expect(add(storeOf(), unpinned)).rejects.toMatchObject({ reason: 'download-mismatch' });
    expect(await files()).toEqual([]);
  });

  test('refuses an archive of another package, or of another version', async () => {
    for (const [name, version] of [
      ['@node-llama-cpp/test-vulkan', gpuPackagesVersion],
      ['@node-llama-cpp/test-cuda', '0.0.1'],
    ] as const) {
      const archive = packageArchive(name, version);
      server.publish('@node-llama-cpp/test-cuda', gpuPackagesVersion, archive);
      const pinned = { integrity: integrityOf(archive), bytes: archive.length };
      await expect(add(storeOf(), support(pinned))).rejects.toMatchObject({
        reason: 'download-mismatch',
        message: expect.stringContaining(`is ${name} ${version}`) as string,
      });
      expect(await storeOf().has(support())).toBe(false);
    }
  });

  test('says what a registry does not have, and what an unreachable one means', async () => {
    server.files.clear();
    const missing = { reason: 'download-refused', message: expect.stringMatching(/npm registry/) as string };
    await expect(add(storeOf(), support())).rejects.toMatchObject(missing);
    await expect(add(storeOf(), support({ integrity: undefined }))).rejects.toMatchObject(missing);
    const gone = new URL(server.base);
    await server.stop();
    for (const wanted of [support(), support({ integrity: undefined })]) {
      await expect(storeOf().add(wanted, gone, () => {}, never)).rejects.toMatchObject({
        reason: 'download-failed',
        message: expect.stringMatching(/could not be fetched from 127\.0\.0\.1.*ECONNREFUSED/) as string,
      });
    }
    await server.start();
  });

  test('asks for the space of the files before a byte is fetched', async () => {
    const store = storeOf(new FailingDisk({ free: 64 * 1024 * 1024 + 1000 }));
    await expect(add(store, support())).rejects.toMatchObject({ reason: 'disk-full' });
    expect(server.seen).toEqual([]);
  });

  test('that is called off leaves nothing in place; in another window it is busy', async () => {
    const abort = new AbortController();
    const adding = storeOf().add(support(), server.base, () => abort.abort(), abort.signal);
    await expect(adding).rejects.toSatisfy(isAbortError);
    expect(await storeOf().has(support())).toBe(false);
    const lock = await takeFileLock(join(folder, gpuPackagesVersion, 'change.lock'), clock);
    await expect(add(storeOf(), support())).rejects.toMatchObject({ reason: 'download-busy' });
    await lock?.release();
    await add(storeOf(), support());
  });

  test('removes what was added for another version', async () => {
    await mkdir(join(folder, '0.0.1', 'node_modules'), { recursive: true });
    await add(storeOf(), support());
    expect(await readdir(folder)).toEqual([gpuPackagesVersion]);
  });
});

describe('a file of the user’s own', () => {
  async function fileWith(name: string, content: Buffer): Promise<string> {
    const outside = await mkdtemp(join(tmpdir(), 'hearth-own-file-'));
    const path = join(outside, name);
    await writeFile(path, content);
    return path;
  }

  test('is known by its sum, whatever its name, and stays where it is', async () => {
    const store = storeOf();
    for (const archive of archives) {
      const path = await fileWith('download (1).tgz', archive);
      expect((await store.addFile(path, [support()], never)).title).toBe('CUDA');
      expect(await readFile(path)).toEqual(archive);
    }
    expect(await store.has(support())).toBe(true);
    expect(server.seen, 'no connection').toEqual([]);
  });

  test('is known by its name where no sum is pinned', async () => {
    const store = storeOf();
    const [archive = Buffer.alloc(0)] = archives;
    const unpinned = support({ integrity: undefined });
    await store.addFile(await fileWith(`test-cuda-${gpuPackagesVersion}.tgz`, archive), [unpinned], never);
    expect(await files()).toEqual(inPlace.slice(0, 2));
  });

  test('that is something else is refused, with what was expected', async () => {
    const path = await fileWith('test-cuda.tgz', packageArchive('@node-llama-cpp/test-cuda', '3.0.0'));
    await expect(storeOf().addFile(path, [support()], never)).rejects.toMatchObject({
      reason: 'download-mismatch',
      message: expect.stringMatching(/test-cuda\.tgz is not what .* @node-llama-cpp\/test-cuda or/) as string,
    });
    expect(await files()).toEqual([]);
  });
});

test('what is removed is gone, with what was fetched of it', async () => {
  const store = storeOf();
  await add(store, support());
  await writeFile(join(folder, gpuPackagesVersion, 'test-cuda.tgz.part'), 'some');
  await store.remove(support());
  expect(await store.has(support())).toBe(false);
  expect(await files()).toEqual([]);
});
