import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackEnd, GpuName } from '../protocol';

/** For people. */
export const backEndNames: Readonly<Record<BackEnd, string>> = {
  off: 'the CPU',
  metal: 'Metal',
  vulkan: 'Vulkan',
  cuda: 'CUDA',
};

/** The system that binaries are for. */
export interface System {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** node-llama-cpp's packages with a binary for a GPU, by system, the preferred first: those that it knows in 3.22. */
const packages: Readonly<Record<string, readonly (readonly [GpuName, string])[]>> = {
  'darwin-arm64': [['metal', 'mac-arm64-metal']],
  'linux-x64': [
    ['cuda', 'linux-x64-cuda'],
    ['vulkan', 'linux-x64-vulkan'],
  ],
  'win32-x64': [
    ['cuda', 'win-x64-cuda'],
    ['vulkan', 'win-x64-vulkan'],
  ],
};

/** The back ends that there is a binary for on a system, whether it is there or not. */
export function knownBackEnds({ platform, arch }: System = process): readonly GpuName[] {
  return (packages[`${platform}-${arch}`] ?? []).map(([name]) => name);
}

/** One back end whose binary is there. */
export interface InstalledBackEnd {
  readonly name: GpuName;
  /** The folder with its binary. */
  readonly folder: string;
}

/**
 * The GPU back ends whose binaries lie in one of `packagesFolders`, each a `node_modules`; the first that has one counts. An
 * empty package, as contributors have it, counts as none. A look at a few folders; nothing is loaded.
 */
export async function installedBackEnds(
  packagesFolders: readonly string[],
  { platform, arch }: System = process,
): Promise<readonly InstalledBackEnd[]> {
  const known = packages[`${platform}-${arch}`] ?? [];
  const found = known.flatMap(([name, packageName]) =>
    packagesFolders.map(async (packagesFolder) => {
      const bins = join(packagesFolder, '@node-llama-cpp', packageName, 'bins');
      const [folder] = await readdir(bins).catch(() => []);
      return folder === undefined ? [] : [{ name, folder: join(bins, folder) }];
    }),
  );
  const all = (await Promise.all(found)).flat();
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}
