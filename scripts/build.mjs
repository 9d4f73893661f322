// @ts-check
// npm run build [-- --production]
import { existsSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { root } from './vscode/paths.mjs';

/**
 * One group of files that are built alike.
 * @typedef {object} Bundle
 * @property {string[]} entries Sources relative to the repository; those that do not exist are left out.
 * @property {string} outdir Relative to the output folder.
 * @property {string} [outfile] The one output's name in `outdir`, where it differs from the entry's.
 * @property {esbuild.BuildOptions} options
 */

/** @type {esbuild.BuildOptions} */
const nodeOptions = { platform: 'node', target: 'node20' };

/**
 * A file the extension host loads with `require`. A dynamic `import()` stays one.
 * @type {esbuild.BuildOptions}
 */
const hostOptions = { ...nodeOptions, format: 'cjs', external: ['vscode', 'mocha'] };

/**
 * A program of its own. node-llama-cpp finds its native binaries beside its own files, so it is never bundled.
 * Bundled CommonJS dependencies may call `require`, which an ES module has to make for itself.
 * @type {esbuild.BuildOptions}
 */
const programOptions = {
  ...nodeOptions,
  format: 'esm',
  external: ['node-llama-cpp'],
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
  },
};

/** @type {Record<string, Bundle>} */
const bundles = {
  extension: {
    entries: ['src/extension.ts'],
    outdir: '',
    options: hostOptions,
  },
  engine: {
    entries: ['src/engine/host/main.ts'],
    outdir: '',
    outfile: 'engine',
    options: programOptions,
  },
  webview: {
    entries: ['src/editor/statistics/webview/main.ts'],
    outdir: 'webview',
    outfile: 'statistics',
    options: { platform: 'browser', format: 'iife', target: 'chrome128' },
  },
  complete: {
    entries: ['tools/complete.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  replay: {
    entries: ['bench/replay/main.ts'],
    outdir: 'tools',
    outfile: 'replay',
    options: programOptions,
  },
  healing: {
    entries: ['bench/healing/main.ts'],
    outdir: 'tools',
    outfile: 'healing',
    options: programOptions,
  },
  quality: {
    entries: ['bench/quality/main.ts'],
    outdir: 'tools',
    outfile: 'quality',
    options: programOptions,
  },
  shown: {
    entries: ['bench/shown/main.ts'],
    outdir: 'tools',
    outfile: 'shown',
    options: programOptions,
  },
  traces: {
    entries: ['bench/traces/main.ts'],
    outdir: 'tools',
    outfile: 'traces',
    options: programOptions,
  },
  guard: {
    entries: ['bench/guard/main.ts'],
    outdir: 'tools',
    outfile: 'guard',
    options: programOptions,
  },
  bench: {
    entries: ['bench/peers/main.ts'],
    outdir: 'tools',
    outfile: 'bench',
    options: programOptions,
  },
  llamaCompletionHost: {
    entries: ['bench/peers/llamaCompletion/host.ts'],
    outdir: 'tools',
    outfile: 'llamaCompletionHost',
    options: programOptions,
  },
  toTrace: {
    entries: ['bench/record/toTrace.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  policies: {
    entries: ['bench/policies/main.ts'],
    outdir: 'tools',
    outfile: 'policies',
    options: programOptions,
  },
  revisit: {
    entries: ['bench/engine/revisit.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  preempt: {
    entries: ['bench/engine/preempt.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  memory: {
    entries: ['bench/engine/memory.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  fit: {
    entries: ['bench/engine/fit.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  speed: {
    entries: ['bench/engine/speed.ts'],
    outdir: 'tools',
    options: programOptions,
  },
  hitBench: {
    entries: ['bench/hit/run.ts'],
    outdir: 'bench/hit',
    options: hostOptions,
  },
  viewBench: {
    entries: ['bench/view/run.ts'],
    outdir: 'bench/view',
    options: hostOptions,
  },
  editorTests: {
    entries: ['test/editor/suite/index.ts', 'test/editor/suite/*.test.ts'],
    outdir: 'test/editor',
    options: hostOptions,
  },
};

/** What a user gets; the rest is for development. */
export const productBundles = ['extension', 'engine', 'webview'];

/**
 * Builds into `dist/` of the repository, or another folder. Fails on a warning as on an error.
 * @param {object} [options]
 * @param {boolean} [options.production] Minified, without source maps.
 * @param {string} [options.outputFolder]
 * @param {boolean} [options.quiet] Say nothing when it succeeds.
 * @param {string[]} [options.only] Names of bundles; all of them by default.
 * @returns {Promise<void>}
 */
export async function build({
  production = false,
  outputFolder = path.join(root, 'dist'),
  quiet = false,
  only = Object.keys(bundles),
} = {}) {
  const started = performance.now();
  const results = await Promise.all(only.map((name) => buildBundle(name, production, outputFolder)));
  const warnings = results.flatMap((result) => result?.warnings ?? []);
  if (warnings.length > 0) {
    const formatted = await esbuild.formatMessages(warnings, {
      kind: 'warning',
      color: process.stderr.isTTY,
    });
    throw new Error(
      `The build has ${warnings.length} warning(s), each of which must be resolved:\n${formatted.join('\n')}`,
    );
  }
  if (quiet) return;
  const built = only.filter((_, index) => results[index]);
  console.log(`Built ${built.join(', ') || 'nothing'} in ${Math.round(performance.now() - started)} ms`);
}

/**
 * @param {string} name
 * @param {boolean} production
 * @param {string} outputFolder
 * @returns {Promise<esbuild.BuildResult | undefined>} Undefined where there is no source yet.
 */
async function buildBundle(name, production, outputFolder) {
  const bundle = bundles[name];
  if (!bundle) throw new Error(`No bundle is called "${name}". Known: ${Object.keys(bundles).join(', ')}`);
  const entries = await existing(bundle.entries);
  if (entries.length === 0) return undefined;
  const outdir = path.join(outputFolder, bundle.outdir);
  return esbuild.build({
    ...bundle.options,
    absWorkingDir: root,
    bundle: true,
    entryPoints: entries.map((entry) => ({
      in: entry,
      out: bundle.outfile ?? path.basename(entry, '.ts'),
    })),
    outdir,
    logLevel: 'error',
    minify: production,
    // Stack traces in logs and reports stay readable.
    keepNames: production,
    sourcemap: !production,
  });
}

/** @param {string[]} patterns */
async function existing(patterns) {
  /** @type {string[]} */
  const entries = [];
  for (const pattern of patterns) {
    const folder = path.join(root, path.dirname(pattern));
    const [before = '', after] = path.basename(pattern).split('*');
    if (!existsSync(folder)) continue;
    for (const name of (await fs.readdir(folder)).sort()) {
      const matches = after === undefined ? name === before : name.startsWith(before) && name.endsWith(after);
      if (matches) entries.push(path.join(folder, name));
    }
  }
  return entries;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { production: { type: 'boolean' } } });
  try {
    await build(values);
  } catch (error) {
    // esbuild has printed its errors, with their places, already.
    if (!(error instanceof Error && 'errors' in error))
      console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
