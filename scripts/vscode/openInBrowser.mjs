// @ts-check
import { spawn } from 'node:child_process';

/**
 * Opens an address in the desktop's browser. A failure is no matter: the address is printed as well.
 * @param {string} url
 */
export function openInBrowser(url) {
  /** @type {Partial<Record<NodeJS.Platform, [string, ...string[]]>>} */
  const openers = {
    darwin: ['open', url],
    // `start` is a word of the shell, in which & would end the address; this program takes it as it is.
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open', url];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}
