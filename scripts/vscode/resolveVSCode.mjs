// @ts-check
import { fileURLToPath } from 'node:url';
import { downloadDesktop } from './downloadDesktop.mjs';
import { findDesktop } from './findDesktop.mjs';

/** Set to `desktop` or `server` to overrule the choice. */
const overrideVariable = 'HEARTH_VSCODE';

/**
 * @typedef {object} VSCode
 * @property {'desktop' | 'server'} kind
 * @property {string} executable Takes VS Code's command-line arguments.
 */

/**
 * Chooses the VS Code to test in: an installed desktop, else a downloaded one, else VS Code Server.
 * @returns {Promise<VSCode>}
 */
export async function resolveVSCode() {
  const wanted = process.env[overrideVariable];
  if (wanted && wanted !== 'desktop' && wanted !== 'server') {
    throw new Error(`${overrideVariable} is "${wanted}"; expected "desktop", "server" or nothing.`);
  }
  if (wanted !== 'server' && (wanted === 'desktop' || hasDisplay())) {
    const executable = findDesktop() ?? (await downloadDesktop());
    if (executable) return { kind: 'desktop', executable };
    if (wanted === 'desktop') {
      throw new Error(
        `No desktop VS Code found. Install it, or unset ${overrideVariable} to use VS Code Server.`,
      );
    }
  }
  return { kind: 'server', executable: fileURLToPath(new URL('launcher.mjs', import.meta.url)) };
}

/** Without a display a desktop VS Code cannot start. On Linux `xvfb-run -a npm test` provides one. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}
