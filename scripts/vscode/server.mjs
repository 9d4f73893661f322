// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installServer } from './installServer.mjs';
import { onShutdown } from './shutdown.mjs';

const guard = fileURLToPath(new URL('guard.mjs', import.meta.url));
const startTimeoutMs = 60_000;

/**
 * @typedef {object} Server
 * @property {number} port
 * @property {string} logFile
 * @property {Promise<void>} exited Settles when the server has ended, for whatever reason.
 * @property {() => Promise<void>} stop
 */

/**
 * Starts a VS Code Server on a free port of this machine and waits until it answers.
 * @param {object} options
 * @param {string} options.userDataFolder Holds `User/settings.json`, as on the desktop.
 * @param {string} options.extensionsFolder
 * @param {NodeJS.ProcessEnv} [options.env] Reaches the extension host.
 * @returns {Promise<Server>}
 */
export async function startServer({ userDataFolder, extensionsFolder, env = process.env }) {
  const { node, main } = await installServer();
  mkdirSync(userDataFolder, { recursive: true });
  const logFile = path.join(userDataFolder, 'server.log');
  const child = spawn(
    process.execPath,
    [
      guard,
      node,
      main,
      '--host=127.0.0.1',
      '--port=0',
      '--without-connection-token',
      '--accept-server-license-terms',
      '--telemetry-level=off',
      // Without it a built workbench ignores the address's `extensionDevelopmentPath`.
      '--enable-smoke-test-driver',
      `--server-data-dir=${path.join(userDataFolder, 'server')}`,
      `--user-data-dir=${userDataFolder}`,
      `--extensions-dir=${extensionsFolder}`,
    ],
    { env: withoutOuterEditor(env), stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });

  const exited = new Promise((/** @type {(value: void) => void} */ resolve) => {
    child.on('close', () => {
      forget();
      log.end(resolve);
    });
  });
  const stop = () => {
    child.stdin.destroy();
    return exited;
  };
  const forget = onShutdown(stop);

  const port = await Promise.race([listeningPort(child.stdout), exited, timeout(startTimeoutMs)]);
  if (port) return { port, logFile, exited, stop };
  await stop();
  throw new Error(
    `VS Code Server did not start within ${startTimeoutMs / 1000} s. Its output is in ${logFile}`,
  );
}

/**
 * Installs a packaged extension into `extensionsFolder`, as a user's "Install from VSIX…" does.
 * @param {object} options
 * @param {string} options.vsix
 * @param {string} options.userDataFolder
 * @param {string} options.extensionsFolder
 */
export async function installExtension({ vsix, userDataFolder, extensionsFolder }) {
  const { node, main } = await installServer();
  const args = [
    main,
    '--accept-server-license-terms',
    `--server-data-dir=${path.join(userDataFolder, 'server')}`,
    `--user-data-dir=${userDataFolder}`,
    `--extensions-dir=${extensionsFolder}`,
    `--install-extension=${vsix}`,
  ];
  const child = spawn(node, args, {
    env: withoutOuterEditor(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`Installing ${vsix} failed with exit code ${code}:\n${output.trim()}`);
}

/**
 * The server says its port once, when it listens. Port 0 and this line leave no gap in which another process could
 * take the port.
 * @param {import('node:stream').Readable} output
 * @returns {Promise<number>}
 */
function listeningPort(output) {
  return new Promise((resolve) => {
    let text = '';
    const onData = (/** @type {Buffer} */ data) => {
      text += data;
      const match = /Extension host agent listening on (\d+)/.exec(text);
      if (!match) return;
      output.off('data', onData);
      resolve(Number(match[1]));
    };
    output.on('data', onData);
  });
}

/**
 * Inside a terminal of VS Code the environment points at that VS Code; the server must not talk to it.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutOuterEditor(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

/** @param {number} ms */
function timeout(ms) {
  return new Promise((/** @type {(value: void) => void} */ resolve) => setTimeout(resolve, ms).unref());
}
