// @ts-check
import fs from 'node:fs/promises';
import path from 'node:path';
import { build, productBundles } from '../build.mjs';
import { root } from '../vscode/paths.mjs';
import { runtimePackages } from './runtimePackages.mjs';
import { nativeFolders } from './targets.mjs';

/** Copied as they are; .vscodeignore has the last word on what is in them. */
const ownFiles = [
  '.vscodeignore',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'THIRD_PARTY_NOTICES.md',
  'package.nls.json',
  'docs/images',
  'docs/grafana',
  'media',
  'models/starter',
];

/** What a running extension reads of a package: code, data and licences; not types or source maps. */
const shippedFile = /(\.(js|cjs|mjs|json|node|so|dylib|dll|metal|wasm)|\.so\.[\d.]+|(^|\/)licen[cs]e[^/]*)$/i;

/** Parts of node-llama-cpp that only its command line and its compiling read: 35 MB of the sources' history alone. */
const unneededFolder = /^node_modules\/node-llama-cpp\/(templates|dist\/cli\/commands|llama\/[^/]+\/)/;

/**
 * Lays out the extension as it will be installed. Packaging the repository itself would have vsce look at every file
 * in it, tools and caches included, which takes minutes.
 * @param {string} folder Replaced.
 * @param {string} target
 */
export async function stage(folder, target) {
  const native = nativeFolders(target);
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(folder, { recursive: true });
  await build({
    production: true,
    quiet: true,
    only: productBundles,
    outputFolder: path.join(folder, 'dist'),
  });
  for (const name of ownFiles) {
    await fs.cp(path.join(root, name), path.join(folder, name), { recursive: true }).catch(ignoreMissing);
  }
  await writeManifest(folder);
  for (const name of [...(await runtimePackages()), ...native])
    await copyPackage(name, path.join(folder, 'dist'));
}

/**
 * The manifest without what is of use in the repository only. Without dependencies vsce takes the files as they lie.
 * @param {string} folder
 */
async function writeManifest(folder) {
  const manifest = JSON.parse(await fs.readFile(path.join(root, 'package.json'), 'utf8'));
  for (const key of ['scripts', 'dependencies', 'devDependencies', 'overrides']) delete manifest[key];
  await fs.writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * @param {string} name A package's folder, relative to the repository.
 * @param {string} folder
 */
async function copyPackage(name, folder) {
  for (const entry of await fs.readdir(path.join(root, name), { recursive: true, withFileTypes: true })) {
    const file = path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    // Packages inside this one are copied on their own, if they are needed.
    const nested = file.slice(name.length).includes('/node_modules/');
    if (!entry.isFile() || nested || unneededFolder.test(file) || !shippedFile.test(file)) continue;
    await fs.mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await fs.copyFile(path.join(root, file), path.join(folder, file));
  }
}

/** @param {NodeJS.ErrnoException} error */
function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error;
}
