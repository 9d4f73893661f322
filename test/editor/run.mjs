// @ts-check
// node test/editor/run.mjs REPORT_FILE [NAME]
//
// Runs test/editor/suite inside a real VS Code: the desktop where there is one, else VS Code Server. Tests that need
// a window of another kind have one of their own. NAME, of a window or of a test file, is all that is run.
import fs from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../scripts/vscode/paths.mjs';
import { endWithParent } from '../../scripts/vscode/shutdown.mjs';
import { runInWindow } from './runInWindow.mjs';

/**
 * @typedef {object} TestWindow
 * @property {string[]} files Names of the test files, without `.test.ts`.
 * @property {Record<string, unknown>} [settings]
 * @property {Record<string, unknown>} [workspaceSettings]
 */

/** Tests that take a window of their own, by its name. */
const specialWindows = /** @type {Record<string, TestWindow>} */ ({
  extensionHost: { files: ['extensionHost'], settings: { 'hearth.engine.process': 'extensionHost' } },
  untrusted: {
    files: ['untrusted'],
    settings: {
      'security.workspace.trust.enabled': true,
      'security.workspace.trust.startupPrompt': 'never',
      'security.workspace.trust.banner': 'never',
    },
    workspaceSettings: {
      'hearth.model.path': '/nowhere/at-all.gguf',
      'hearth.engine.process': 'extensionHost',
      'hearth.engine.gpu': 'cuda',
    },
  },
});

const [reportArgument, only] = process.argv.slice(2);
if (!reportArgument) {
  console.error('run.mjs: no report file given. Usage: node test/editor/run.mjs REPORT_FILE [NAME]');
  process.exit(2);
}

endWithParent();
const mainFiles = await filesOfMainWindow();
/** @type {Record<string, TestWindow>} */
const windows = { main: { files: mainFiles }, ...specialWindows };
if (only && mainFiles.includes(only)) windows[only] = { files: [only] };
let passed = 0;
let failed = 0;
for (const [name, window] of Object.entries(windows)) {
  if (name !== (only ?? name)) continue;
  const { files, ...options } = window;
  const result = await runInWindow({ ...options, env: { HEARTH_TEST_FILES: files.join(',') } });
  for (const { title, passed, ms, error } of result.report?.tests ?? []) {
    console.log(`${passed ? '✓' : '✗'} ${title} (${ms} ms)`);
    if (error) console.log(error.replaceAll(/^/gm, '    '));
  }
  passed += result.report?.passed ?? 0;
  failed += result.report?.failed ?? 0;
  if (result.succeeded) continue;
  console.error(`run.mjs: the tests in the window "${name}" failed.`);
  if (!result.report) failed++;
}
await fs.writeFile(reportArgument, JSON.stringify({ passed, failed }));
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Every test file but those of special windows, so that a new one cannot be forgotten. */
async function filesOfMainWindow() {
  const special = Object.values(specialWindows).flatMap(({ files }) => files);
  const names = (await fs.readdir(path.join(root, 'test', 'editor', 'suite')))
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.test.ts'.length));
  return names.filter((name) => !special.includes(name)).sort();
}
