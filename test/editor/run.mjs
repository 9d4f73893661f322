// @ts-check
// node test/editor/run.mjs REPORT_FILE
//
// Runs test/editor/suite inside a real VS Code: the desktop where there is one, else VS Code Server.
import { runTests } from '@vscode/test-electron';
import fs from 'node:fs/promises';
import path from 'node:path';
import { readReport } from '../../scripts/testing/counts.mjs';
import { root } from '../../scripts/vscode/paths.mjs';
import { resolveVSCode } from '../../scripts/vscode/resolveVSCode.mjs';
import { endWithParent } from '../../scripts/vscode/shutdown.mjs';
import { createWindowFolders } from './windowFolders.mjs';

const [reportArgument] = process.argv.slice(2);
if (!reportArgument) {
  console.error('run.mjs: no report file given. Usage: node test/editor/run.mjs REPORT_FILE');
  process.exit(2);
}
const report = path.resolve(reportArgument);

endWithParent();
const { executable } = await resolveVSCode();
const folders = await createWindowFolders({"hearth.model.path": "/work/main/test/fixtures/tiny.gguf"});
let succeeded = true;
try {
  await runTests({
    vscodeExecutablePath: executable,
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, 'dist', 'test', 'editor', 'index.js'),
    launchArgs: [
      folders.workspace,
      `--user-data-dir=${folders.userData}`,
      `--extensions-dir=${folders.extensions}`,
      '--disable-extensions',
    ],
    extensionTestsEnv: { HEARTH_TEST_REPORT: report },
  });
} catch {
  succeeded = false;
}

const result = await readReport(report);
for (const { title, passed, ms, error } of result?.tests ?? []) {
  console.log(`${passed ? '✓' : '✗'} ${title} (${ms} ms)`);
  if (error) console.log(error.replaceAll(/^/gm, '    '));
}
if (!result) {
  console.error(
    'run.mjs: VS Code ended before the tests could report. The last lines of the window’s console:',
  );
  const log = await fs.readFile(path.join(folders.userData, 'workbench.log'), 'utf8').catch(() => '(none)');
  console.error(log.trim().split('\n').slice(-30).join('\n'));
}
await folders.remove();
process.exitCode = succeeded ? 0 : 1;
