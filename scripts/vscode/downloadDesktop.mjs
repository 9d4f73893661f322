// @ts-check
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from './paths.mjs';

/** Answers with the list of released versions; test-electron asks it first, too. */
const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';
const probeTimeoutMs = 5_000;
const downloadTimeoutMs = 5 * 60_000;

/**
 * Downloads a desktop VS Code into the cache folder, or finds the one downloaded before. Where the network does not
 * allow it, this says so in one line and gives up soon.
 * @returns {Promise<string | undefined>} The program's executable.
 */
export async function downloadDesktop() {
  try {
    await fetch(updateServer, { signal: AbortSignal.timeout(probeTimeoutMs) });
    return await within(
      downloadTimeoutMs,
      downloadAndUnzipVSCode({ cachePath: cacheFolder, reporter: silent }),
    );
  } catch (error) {
    console.log(
      `VS Code for the desktop cannot be downloaded here (${reason(error)}); using VS Code Server.`,
    );
    return undefined;
  }
}

const silent = { report() {}, error() {} };

/**
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function within(ms, promise) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`not complete after ${ms / 1000} s`)), ms).unref();
    promise.then(resolve, reject);
  });
}

/** @param {unknown} error */
function reason(error) {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : error.message;
  return cause.split('\n', 1)[0];
}
