// @ts-check
import fs from 'node:fs/promises';
import path from 'node:path';
import { build } from '../build.mjs';
import { cacheFolder, root } from '../vscode/paths.mjs';
import { readReport, soundCounts } from './counts.mjs';
import { runNode } from './runProcess.mjs';

/** @typedef {import('./counts.mjs').Counts} Counts */

/**
 * @typedef {object} Suite
 * @property {string} name As given to `--only`.
 * @property {() => Promise<Counts>} run
 */

const minute = 60_000;
const tsc = 'node_modules/typescript/bin/tsc';

/**
 * Everything `npm test` runs, in order. The first group checks the sources; each of its members counts as one test.
 * @type {Suite[]}
 */
export const suites = [
  command('typecheck', [tsc, '-p', '.']),
  command('typecheck:scripts', [tsc, '-p', 'scripts']),
  command('fence:core', [tsc, '-p', 'scripts/fences/tsconfig.core.json']),
  command('fence:host', [tsc, '-p', 'scripts/fences/tsconfig.host.json']),
  command('fence:editor', [tsc, '-p', 'scripts/fences/tsconfig.editor.json']),
  command('lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0']),
  command('format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.']),
  { name: 'build', run: buildAll },
  vitest('unit', 10 * minute),
  command('guard', ['scripts/run-tool.mjs', 'guard']),
  vitest('prometheus', 8 * minute),
  vitest('engine', 25 * minute),
  vitest('peers', 8 * minute),
  { name: 'editor', run: editor },
  vitest('page', 5 * minute),
  vitest('typing', 20 * minute),
  vitest('vsix', 15 * minute),
];

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Suite}
 */
function command(name, args) {
  const run = async () => {
    const exitCode = await runNode(args, { timeoutMs: 10 * minute });
    return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };
  return { name, run };
}

async function buildAll() {
  try {
    await build();
    return { passed: 1, failed: 0 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

/**
 * @param {string} project One of those in vitest.config.ts.
 * @param {number} timeoutMs
 * @returns {Suite}
 */
function vitest(project, timeoutMs) {
  const run = async () => {
    const report = await freshReport(project);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const args = ['node_modules/vitest/vitest.mjs', 'run', `--project=${project}`, ...reporters];
    // Vite warns of a future default that its present one handles well: a configuration file in TypeScript.
    const env = { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' };
    const exitCode = await runNode(args, { timeoutMs, env });
    const result = await readReport(report);
    /** @type {{ status: string, assertionResults: { status: string }[] }[]} */
    const files = result?.testResults ?? [];
    // A file that cannot be loaded has no tests to fail.
    const unloadable = files.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
    );
    const passed = result?.numPassedTests ?? 0;
    const failed = (result?.numFailedTests ?? 0) + unloadable.length;
    return soundCounts({ passed, failed }, exitCode);
  };
  return { name: project, run };
}

/** The tests that run inside VS Code; see test/editor/run.mjs. */
async function editor() {
  const report = await freshReport('editor');
  const exitCode = await runNode(['test/editor/run.mjs', report], { timeoutMs: 15 * minute });
  const { passed = 0, failed = 0 } = (await readReport(report)) ?? {};
  return soundCounts({ passed, failed }, exitCode);
}

/**
 * @param {string} name
 * @returns {Promise<string>} Where a runner is to write its report; an older one is gone.
 */
async function freshReport(name) {
  const file = path.join(cacheFolder, 'reports', `${name}.json`);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.rm(file, { force: true });
  return path.relative(root, file);
}
