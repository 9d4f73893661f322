// @ts-check
import { spawn } from 'node:child_process';

/**
 * Runs npm, quietly: its output is shown only when it fails.
 *
 * Under `npm test` the running npm is used again (`npm_execpath`), so no second one is needed on PATH.
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<void>}
 */
export function npm(args, cwd) {
  const running = process.env['npm_execpath'];
  const [command, prefix] = running?.endsWith('.js') ? [process.execPath, [running]] : ['npm', []];
  // Settings of the outer npm run (`npm_config_*`, `npm_package_*`) must not steer this one.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...prefix, ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`\`npm ${args.join(' ')}\` failed with exit code ${code}:\n${output.trim()}`));
    });
  });
}
