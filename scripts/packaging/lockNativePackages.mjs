// @ts-check
// npm run lock:native
//
// Adds llama.cpp's packages for other systems to package-lock.json. A registry that does not carry them makes npm leave
// them out of the lock file without a word, and then `npm ci` refuses it, and those systems get no engine.
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from '../vscode/paths.mjs';

/** @type {Record<string, { os: string, cpu: string }>} */
const otherSystems = {
  'linux-riscv64': { os: 'linux', cpu: 'riscv64' },
  'mac-arm64-metal': { os: 'darwin', cpu: 'arm64' },
  'mac-x64': { os: 'darwin', cpu: 'x64' },
  'win-arm64': { os: 'win32', cpu: 'arm64' },
  'win-x64': { os: 'win32', cpu: 'x64' },
  'win-x64-vulkan': { os: 'win32', cpu: 'x64' },
};

const file = path.join(root, 'package-lock.json');
const lock = JSON.parse(await fs.readFile(file, 'utf8'));
const { version } = lock.packages['node_modules/node-llama-cpp'];
for (const [name, { os, cpu }] of Object.entries(otherSystems)) {
  const key = `node_modules/@node-llama-cpp/${name}`;
  const { integrity } = lock.packages[key]?.version === version ? lock.packages[key] : {};
  lock.packages[key] = {
    version,
    ...(integrity && { integrity }),
    cpu: [cpu],
    license: 'MIT',
    optional: true,
    os: [os],
  };
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
await fs.writeFile(file, `${JSON.stringify(lock, null, 2)}\n`);
