// @ts-check
import { chromium } from 'playwright-core';
import { findBrowser } from './findBrowser.mjs';
import { onShutdown } from './shutdown.mjs';

/**
 * What to open in a workbench. All paths are absolute.
 * @typedef {object} WorkbenchOptions
 * @property {number} port The server's.
 * @property {string} [folder] The workspace folder; without it the window is empty.
 * @property {string} [extensionDevelopmentPath] An extension to load from its folder.
 * @property {string} [extensionTestsPath] A module whose `run()` is called in the extension host.
 * @property {{ path: string, line?: number, column?: number }} [file] A file to open, and where to put the cursor.
 */

/**
 * The address that opens a workbench of a running server.
 * @param {WorkbenchOptions} options
 * @returns {string}
 */
export function workbenchUrl({ port, folder, extensionDevelopmentPath, extensionTestsPath, file }) {
  const authority = `127.0.0.1:${port}`;
  const remote = (/** @type {string} */ path) => `vscode-remote://${authority}${encodeURI(path)}`;
  /** @type {[string, string][]} */
  const payload = [];
  if (extensionDevelopmentPath) payload.push(['extensionDevelopmentPath', remote(extensionDevelopmentPath)]);
  if (extensionTestsPath) payload.push(['extensionTestsPath', remote(extensionTestsPath)]);
  if (file) {
    payload.push(['gotoLineMode', 'true']);
    payload.push(['openFile', `${remote(file.path)}:${file.line ?? 1}:${file.column ?? 1}`]);
  }
  const url = new URL(`http://${authority}/`);
  if (folder) url.searchParams.set('folder', folder);
  else url.searchParams.set('ew', 'true');
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/**
 * Starts a headless Chromium.
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    // Signals end the whole run in one place, shutdown.mjs.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const forget = onShutdown(() => browser.close());
  browser.on('disconnected', forget);
  return browser;
}
