// @ts-check
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../vscode/paths.mjs';

/**
 * What the Marketplace calls a platform, and the packages that carry llama.cpp for it.
 * @type {Record<string, string[]>}
 */
const nativePackages = {
  'linux-x64': ['linux-x64'],
  'linux-arm64': ['linux-arm64'],
  'linux-armhf': ['linux-armv7l'],
  'darwin-x64': ['mac-x64'],
  'darwin-arm64': ['mac-arm64-metal'],
  'win32-x64': ['win-x64', 'win-x64-vulkan'],
  'win32-arm64': ['win-arm64'],
};

/** @returns {string} The platform this script runs on. */
export function hostTarget() {
  const arch = process.platform === 'linux' && process.arch === 'arm' ? 'armhf' : process.arch;
  return `${process.platform}-${arch}`;
}

/**
 * @param {string} target
 * @returns {string[]} Folders of the native packages, relative to the repository.
 */
export function nativeFolders(target) {
  const names = nativePackages[target];
  if (!names) {
    throw new Error(
      `Hearth is not packaged for "${target}". Expected one of: ${Object.keys(nativePackages).join(', ')}`,
    );
  }
  const folders = names.map((name) => `node_modules/@node-llama-cpp/${name}`);
  const missing = folders.filter((folder) => !existsSync(path.join(root, folder, 'package.json')));
  if (missing.length === 0) return folders;
  throw new Error(
    `The native packages for ${target} are not installed (${missing.join(', ')}). npm installs those of the ` +
      `machine it runs on: package on a machine of that platform.`,
  );
}
