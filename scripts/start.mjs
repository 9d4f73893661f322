// @ts-check
// npm start
//
// Opens a VS Code with Hearth and a copy of samples/, and stays until Ctrl+C. A desktop VS Code if there is one,
// else VS Code Server, whose address is printed.
import { spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { build } from './build.mjs';
import { openInBrowser } from './vscode/openInBrowser.mjs';
import { cacheFolder, root } from './vscode/paths.mjs';
import { hasDisplay, resolveVSCode } from './vscode/resolveVSCode.mjs';
import { startServer } from './vscode/server.mjs';
import { endWithParent, isShuttingDown, onShutdown } from './vscode/shutdown.mjs';
import { writeUserSettings } from './vscode/userSettings.mjs';
import { workbenchUrl } from './vscode/workbench.mjs';

const sample = path.join(cacheFolder, 'sample');
const userDataFolder = path.join(cacheFolder, 'start', 'data');
const extensionsFolder = path.join(cacheFolder, 'start', 'extensions');

await build();
await fs.rm(sample, { recursive: true, force: true });
await fs.cp(path.join(root, 'samples'), sample, { recursive: true });
await fs.mkdir(extensionsFolder, { recursive: true });
await writeUserSettings(userDataFolder);
const firstFile = await placeToType(path.join(sample, 'todo', 'store.ts'));

endWithParent();
const vscode = await resolveVSCode();
if (vscode.kind === 'desktop') openDesktop(vscode.executable);
else await openServer();

/** @param {string} executable */
function openDesktop(executable) {
  const window = spawn(
    executable,
    [
      sample,
      `--goto=${firstFile.path}:${firstFile.line}:${firstFile.column}`,
      `--extensionDevelopmentPath=${root}`,
      `--user-data-dir=${userDataFolder}`,
      `--extensions-dir=${extensionsFolder}`,
      '--disable-workspace-trust',
      '--skip-welcome',
    ],
    { stdio: 'ignore' },
  );
  onShutdown(() => window.kill());
  window.on('error', (error) => {
    console.error(`VS Code did not start (${executable}): ${error.message}`);
    process.exit(1);
  });
  window.on('exit', (code) => process.exit(code ?? 0));
  console.log('VS Code is open with Hearth. Close its window or press Ctrl+C to end.');
}

async function openServer() {
  const server = await startServer({ userDataFolder, extensionsFolder });
  const { port } = server;
  const url = workbenchUrl({ port, folder: sample, extensionDevelopmentPath: root, file: firstFile });
  console.log(
    `\nVS Code with Hearth is ready. Open this address in a browser:\n\n  ${url}\n\nCtrl+C ends it.`,
  );
  if (hasDisplay()) openInBrowser(url);
  await server.exited;
  if (isShuttingDown()) return;
  console.error(`VS Code Server has ended. Its output is in ${server.logFile}`);
  process.exit(1);
}

/**
 * @param {string} file
 * @returns {Promise<{ path: string, line: number, column: number }>} The end of its line that says "Type here".
 */
async function placeToType(file) {
  const lines = (await fs.readFile(file, 'utf8')).split('\n');
  const index = Math.max(
    0,
    lines.findIndex((text) => text.includes('Type here')),
  );
  return { path: file, line: index + 1, column: (lines[index] ?? '').length + 1 };
}
