// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { findOnPath } from './findOnPath.mjs';

/** Where Chromium and its relatives live when they are not on PATH. */
const usualPlaces = /** @type {Partial<Record<NodeJS.Platform, string[]>>} */ ({
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']].flatMap(
    (folder) =>
      folder
        ? [
            path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
            path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
          ]
        : [],
  ),
});

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/**
 * Finds Chromium, or installs it where that needs no question: as root on a system with apt.
 * @returns {string} The browser's executable.
 */
export function findBrowser() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new Error(
      `CHROMIUM_PATH names no file: ${chosen}. Set it to the executable of Chromium, or unset it.`,
    );
  }
  return installedBrowser() ?? installBrowser();
}

/** @returns {string | undefined} */
function installedBrowser() {
  return findOnPath(names) ?? usualPlaces[process.platform]?.find((place) => existsSync(place));
}

/** @returns {string} */
function installBrowser() {
  const apt = findOnPath(['apt-get']);
  if (!apt || process.getuid?.() !== 0) {
    throw new Error(
      `No Chromium found, which this needs to show VS Code. Install it with: ${installLine(apt)}`,
    );
  }
  console.log('Installing Chromium with apt-get …');
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stderr } = spawnSync(apt, args, {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (status !== 0) throw new Error(`\`apt-get ${args.join(' ')}\` failed:\n${stderr.trim()}`);
  }
  const browser = installedBrowser();
  if (browser) return browser;
  throw new Error(
    'apt-get installed the package chromium, but none of these is on PATH: ' +
      `${names.join(', ')}. Set CHROMIUM_PATH to the browser's executable.`,
  );
}

/** @param {string | undefined} apt */
function installLine(apt) {
  if (apt) return 'sudo apt-get update && sudo apt-get install -y chromium';
  if (process.platform === 'darwin') return 'brew install --cask chromium';
  if (process.platform === 'win32') return 'winget install --id Hibbiki.Chromium';
  return 'sudo dnf install chromium (or the same package from your system’s package manager)';
}
