import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { installedBackEnds } from '../../../../src/engine/gpu/backEnds';

const linux = { platform: 'linux', arch: 'x64' } as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-back-ends-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(packagesFolder: string, name: string): Promise<string> {
  const bins = join(folder, packagesFolder, '@node-llama-cpp', name, 'bins', name);
  await mkdir(bins, { recursive: true });
  await writeFile(join(bins, 'llama-addon.node'), '');
  return bins;
}

test('back ends are found wherever the engine looks for them, and the first place counts', async () => {
  const folders = [join(folder, 'first'), join(folder, 'second')];
  expect(await installedBackEnds(folders, linux)).toEqual([]);
  await put('second', 'linux-x64-cuda');
  await put('second', 'linux-x64-vulkan');
  const vulkan = await put('first', 'linux-x64-vulkan');
  expect(await installedBackEnds(folders, linux)).toEqual([
    { name: 'cuda', folder: join(folder, 'second/@node-llama-cpp/linux-x64-cuda/bins/linux-x64-cuda') },
    { name: 'vulkan', folder: vulkan },
  ]);
  expect(await installedBackEnds(folders, { platform: 'linux', arch: 'arm64' })).toEqual([]);
});

test('a package without a binary, as contributors have it, is none', async () => {
  await mkdir(join(folder, '@node-llama-cpp', 'linux-x64-vulkan'), { recursive: true });
  expect(await installedBackEnds([folder], linux)).toEqual([]);
});
