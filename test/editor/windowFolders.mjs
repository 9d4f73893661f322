// @ts-check
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isRunning } from '../../scripts/vscode/isRunning.mjs';
import { root } from '../../scripts/vscode/paths.mjs';
import { onShutdown } from '../../scripts/vscode/shutdown.mjs';
import { writeUserSettings } from '../../scripts/vscode/userSettings.mjs';

/**
 * Windows' folders are named after the process that made them, to know the abandoned ones. They are not inside the
 * repository because VS Code makes sockets in them, whose paths must be short.
 */
const prefix = path.join(await fs.realpath(tmpdir()), 'hearth-window-');

/**
 * What one VS Code window reads and writes; nothing is shared with another window, nor kept.
 * @typedef {object} WindowFolders
 * @property {string} workspace A copy of the sample project.
 * @property {string} userData
 * @property {string} extensions
 * @property {() => Promise<void>} remove
 */

/**
 * @param {Record<string, unknown>} [settings] User settings, beside those that keep a window quiet.
 * @returns {Promise<WindowFolders>}
 */
export async function createWindowFolders(settings = {}) {
  await removeAbandoned();
  const folder = await fs.mkdtemp(`${prefix}${process.pid}-`);
  const remove = async () => {
    forget();
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const forget = onShutdown(remove);
  const folders = {
    workspace: path.join(folder, 'workspace'),
    userData: path.join(folder, 'data'),
    extensions: path.join(folder, 'extensions'),
    remove,
  };
  await fs.cp(path.join(root, 'samples'), folders.workspace, { recursive: true });
  await fs.mkdir(folders.extensions);
  await writeUserSettings(folders.userData, settings);
  return folders;
}

/** Removes the folders of runs that were killed. */
async function removeAbandoned() {
  for (const entry of await fs.readdir(path.dirname(prefix))) {
    const [, pid] = new RegExp(`^${path.basename(prefix)}(\\d+)-`).exec(entry) ?? [];
    if (!pid || isRunning(Number(pid))) continue;
    await fs.rm(path.join(path.dirname(prefix), entry), { recursive: true, force: true });
  }
}
