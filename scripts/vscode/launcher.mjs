#!/usr/bin/env node
// @ts-check
// Stands in for the desktop's `code` executable: takes the same arguments and runs an extension's tests in a VS Code
// Server, shown by a headless Chromium. So `runTests({ vscodeExecutablePath: launcher })` of @vscode/test-electron
// is the one entry point for both.
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from './server.mjs';
import { endWithParent } from './shutdown.mjs';
import { launchBrowser, workbenchUrl } from './workbench.mjs';

/** How long the workbench may take to appear before the run counts as failed: two busy cores take a minute. */
const workbenchTimeoutMs = 180_000;

const { values, positionals } = parseArgs({
  // VS Code ignores arguments it does not know, and runTests passes several that only the desktop knows.
  strict: false,
  allowPositionals: true,
  options: {
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
  },
});

/**
 * @param {keyof typeof values} name
 * @returns {string}
 */
function required(name) {
  const value = values[name];
  if (typeof value === 'string' && value) return path.resolve(value);
  console.error(
    `launcher.mjs: --${name} is missing. It runs an extension's tests and is meant to be the ` +
      '`vscodeExecutablePath` of runTests, which passes it.',
  );
  process.exit(2);
}

endWithParent();
const started = Date.now();
const [folder] = positionals;
const userDataFolder = required('user-data-dir');
const server = await startServer({ userDataFolder, extensionsFolder: required('extensions-dir') });
const browser = await launchBrowser();
const page = await browser.newPage();
// The window's console holds much that is of no interest while all goes well.
const logFile = path.join(userDataFolder, 'workbench.log');
const log = createWriteStream(logFile);
page.on('console', (message) => log.write(`${message.text()}\n`));

// The workbench calls this one, if it exists, with the exit code of the tests.
const finished = new Promise((/** @type {(code: number) => void} */ resolve) => {
  void page.exposeFunction('codeAutomationExit', resolve);
});

await page.goto(
  workbenchUrl({
    port: server.port,
    ...(folder && { folder: path.resolve(folder) }),
    extensionDevelopmentPath: required('extensionDevelopmentPath'),
    extensionTestsPath: required('extensionTestsPath'),
  }),
  { timeout: workbenchTimeoutMs },
);
await page.waitForSelector('.monaco-workbench', { timeout: workbenchTimeoutMs });
console.log(`VS Code Server: workbench after ${((Date.now() - started) / 1000).toFixed(1)} s`);

const outcome = await Promise.race([
  finished,
  server.exited.then(() => 'the server ended'),
  new Promise((resolve) => browser.once('disconnected', () => resolve('the browser ended'))),
  new Promise((resolve) => page.once('crash', () => resolve('the page crashed'))),
]);
if (typeof outcome === 'string') {
  console.error(`launcher.mjs: ${outcome} before the tests did. Look into ${server.logFile} and ${logFile}`);
}
await Promise.allSettled([browser.close(), server.stop()]);
process.exit(typeof outcome === 'number' ? outcome : 1);
