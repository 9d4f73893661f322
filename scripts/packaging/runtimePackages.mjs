// @ts-check
import path from 'node:path';
import * as esbuild from 'esbuild';
import { root } from '../vscode/paths.mjs';

/**
 * The installed packages whose code is reached from node-llama-cpp's main module.
 *
 * npm installs 130 packages for it, most of them for its command line and for compiling llama.cpp. Following the
 * imports finds the ones that can run here; the test of the packaged extension shows that none is missing.
 * @returns {Promise<string[]>} Their folders, relative to the repository, node-llama-cpp's first.
 */
export async function runtimePackages() {
  const { metafile } = await esbuild.build({
    stdin: { contents: "import 'node-llama-cpp';", resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    // Native binaries are not code to follow, and which of them to ship is decided by platform.
    external: ['@node-llama-cpp/*'],
    loader: { '.node': 'empty' },
    logLevel: 'error',
  });
  /** @type {Set<string>} */
  const folders = new Set(['node_modules/node-llama-cpp']);
  for (const file of Object.keys(metafile.inputs)) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
    if (folder) folders.add(folder.split(path.sep).join('/'));
  }
  return [...folders];
}
