// @ts-check
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root } from '../vscode/paths.mjs';
import { onShutdown } from '../vscode/shutdown.mjs';

const guard = fileURLToPath(new URL('../vscode/guard.mjs', import.meta.url));

/**
 * Runs a Node script in the repository's root, with this process's output. All it starts ends with it, with this
 * process, or with the time limit, whichever comes first.
 * @param {string[]} args The script and its arguments.
 * @param {object} options
 * @param {number} options.timeoutMs
 * @param {NodeJS.ProcessEnv} [options.env] Added to this process's environment.
 * @returns {Promise<number>} The exit code.
 */
export function runNode(args, { timeoutMs, env = {} }) {
  const child = spawn(process.execPath, [guard, process.execPath, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const closed = new Promise((/** @type {(code: number) => void} */ resolve) => {
    child.on('close', (code) => resolve(code ?? 1));
  });
  const stop = () => {
    child.stdin.destroy();
    return closed;
  };
  const forget = onShutdown(stop);
  const timer = setTimeout(() => {
    console.error(`Stopped after ${timeoutMs / 1000} s, the limit for: node ${args.join(' ')}`);
    void stop();
  }, timeoutMs);
  return closed.finally(() => {
    clearTimeout(timer);
    forget();
  });
}
