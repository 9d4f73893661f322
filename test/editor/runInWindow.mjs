// @ts-check
import { runTests } from '@vscode/test-electron';
import fs from 'node:fs/promises';
import path from 'node:path';
import { readReport } from '../../scripts/testing/counts.mjs';
import { root } from '../../scripts/vscode/paths.mjs';
import { resolveVSCode } from '../../scripts/vscode/resolveVSCode.mjs';
import { createWindowFolders } from './windowFolders.mjs';

/** Loads fast; what it says does not matter. */
export const tinyModel = path.join(root, 'test', 'fixtures', 'tiny.gguf');

const testSettings = {
  'hearth.model.path': tinyModel,
  'hearth.timeBudgetMs': 10_000,
  // The suggest widget hides grey text that does not begin with what it has selected.
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'workbench.editorLargeFileConfirmation': 1000,
};

/**
 * @typedef {object} WindowOptions
 * @property {string} [entry] The module, built into dist/, whose `run()` is called in the extension host.
 * @property {Record<string, unknown>} [settings] Of the user.
 * @property {Record<string, unknown>} [workspaceSettings]
 * @property {NodeJS.ProcessEnv} [env] Reaches the extension host.
 */

/**
 * Opens a VS Code window of its own, in which a module of the tests runs, and closes it again.
 * @param {WindowOptions} options
 * @returns {Promise<{ succeeded: boolean, report: any }>} `report` is what the module wrote to the file that
 *   HEARTH_TEST_REPORT names; undefined where it did not come to that.
 */
export async function runInWindow({
  entry = 'test/editor/index.js',
  settings = {},
  workspaceSettings,
  env = {},
}) {
  const { executable } = await resolveVSCode();
  const folders = await createWindowFolders({ ...testSettings, ...settings });
  try {
    if (workspaceSettings) await writeWorkspaceSettings(folders.workspace, workspaceSettings);
    const reportFile = path.join(folders.userData, 'report.json');
    let succeeded = true;
    try {
      await runTests({
        vscodeExecutablePath: executable,
        extensionDevelopmentPath: root,
        extensionTestsPath: path.join(root, 'dist', entry),
        launchArgs: [
          folders.workspace,
          `--user-data-dir=${folders.userData}`,
          `--extensions-dir=${folders.extensions}`,
          '--disable-extensions',
        ],
        extensionTestsEnv: { HEARTH_TEST_REPORT: reportFile, ...env },
      });
    } catch {
      succeeded = false;
    }
    const report = await readReport(reportFile);
    if (!report) {
      console.error('VS Code ended before a report was written. The last lines of the window’s console:');
      const log = await fs
        .readFile(path.join(folders.userData, 'workbench.log'), 'utf8')
        .catch(() => '(none)');
      console.error(log.trim().split('\n').slice(-30).join('\n'));
    }
    return { succeeded, report };
  } finally {
    await folders.remove();
  }
}

/**
 * @param {string} workspace
 * @param {Record<string, unknown>} settings
 */
async function writeWorkspaceSettings(workspace, settings) {
  const folder = path.join(workspace, '.vscode');
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}
