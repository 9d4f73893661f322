import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { GpuName } from '../protocol';

/** Files that say of a back end that it may work, by what puts them there. */
function signs(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly (readonly [GpuName, string])[] {
  if (platform === 'linux') {
    return [
      // NVIDIA's module; in WSL, Windows' device.
      ['cuda', '/proc/driver/nvidia/version'],
      ['cuda', '/usr/lib/wsl/lib/libcuda.so.1'],
      // A device that renders, which is what Mesa's drivers and NVIDIA's offer to Vulkan.
      ['vulkan', '/dev/dri/renderD128'],
      ['vulkan', '/proc/driver/nvidia/version'],
    ];
  }
  const system = join(env['SystemRoot'] ?? 'C:\\Windows', 'System32');
  return platform === 'win32' ? [['cuda', join(system, 'nvcuda.dll')]] : [];
}

/** The back ends that something on this machine speaks for. Looks whether a few files are there, and loads nothing. */
export async function likelyBackEnds(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv = process.env,
  isThere: (path: string) => Promise<boolean> = exists,
): Promise<readonly GpuName[]> {
  const found = await Promise.all(
    signs(platform, env).map(async ([name, path]) => ((await isThere(path)) ? [name] : [])),
  );
  return [...new Set(found.flat())];
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
