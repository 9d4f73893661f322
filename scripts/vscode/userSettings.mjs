// @ts-check
import fs from 'node:fs/promises';
import path from 'node:path';

/** Keeps a window quiet: no question, no welcome page, no telemetry, no other source of completions. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  // On in a browser, off on the desktop.
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * Writes the user settings of a window's user-data folder, on the desktop and on the server alike.
 * @param {string} userDataFolder
 * @param {Record<string, unknown>} [settings] Added to the quiet ones, and stronger.
 */
export async function writeUserSettings(userDataFolder, settings = {}) {
  const folder = path.join(userDataFolder, 'User');
  await fs.mkdir(folder, { recursive: true });
  const text = JSON.stringify({ ...quietSettings, ...settings }, null, 2);
  await fs.writeFile(path.join(folder, 'settings.json'), `${text}\n`);
}
