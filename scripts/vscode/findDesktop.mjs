// @ts-check
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { findOnPath } from './findOnPath.mjs';

/**
 * Finds a desktop VS Code that is installed here.
 *
 * What `code` on PATH names is a script that hands over to a running window and returns at once; a test run needs
 * the program behind it.
 * @returns {string | undefined} The program's executable.
 */
export function findDesktop() {
  const code = findOnPath(['code']);
  const candidates = [...(code ? besideScript(realpathSync(code)) : []), ...usualPlaces()];
  return candidates.find((candidate) => existsSync(candidate));
}

/** @param {string} script Such as /usr/share/code/bin/code, or …/Contents/Resources/app/bin/code on macOS. */
function besideScript(script) {
  const folder = path.dirname(path.dirname(script));
  if (process.platform === 'darwin') return macPrograms(path.resolve(folder, '..', '..', '..'));
  return [path.join(folder, process.platform === 'win32' ? 'Code.exe' : 'code')];
}

/** @returns {string[]} */
function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['/Applications', path.join(homedir(), 'Applications')].flatMap((folder) =>
      macPrograms(path.join(folder, 'Visual Studio Code.app')),
    );
  }
  if (process.platform === 'win32') {
    const { LOCALAPPDATA, ProgramFiles } = process.env;
    return [
      ...(LOCALAPPDATA ? [path.join(LOCALAPPDATA, 'Programs', 'Microsoft VS Code', 'Code.exe')] : []),
      ...(ProgramFiles ? [path.join(ProgramFiles, 'Microsoft VS Code', 'Code.exe')] : []),
    ];
  }
  return ['/usr/share/code/code', '/opt/visual-studio-code/code', '/snap/code/current/usr/share/code/code'];
}

/**
 * The program inside a bundle has changed its name over time (`Electron`, `Code`).
 * @param {string} bundle
 */
function macPrograms(bundle) {
  const folder = path.join(bundle, 'Contents', 'MacOS');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => path.join(folder, name));
}
