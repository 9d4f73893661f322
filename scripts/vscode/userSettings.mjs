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

/** Hearth's settings of the scope `machine`. A server reads them from a file of its own, the desktop from the user's. */
const machineSetting = /^hearth\.(models?|engine)\./;

/**
 * Writes the user settings of a window's user-data folder, on the desktop and on the server alike.
 * @param {string} userDataFolder
 * @param {Record<string, unknown>} [settings] Added to the quiet ones, and stronger.
 */
export async function writeUserSettings(userDataFolder, settings = {}) {
  await writeSettings(path.join(userDataFolder, 'User'), { ...quietSettings, ...settings });
  const ofMachine = Object.entries(settings).filter(([key]) => machineSetting.test(key));
  await writeSettings(path.join(userDataFolder, 'Machine'), Object.fromEntries(ofMachine));
}

/**
 * @param {string} folder
 * @param {Record<string, unknown>} settings
 */
async function writeSettings(folder, settings) {
  await fs.mkdir(folder, { recursive: true });
  await fs.writeFile(path.join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}
