// @ts-check
import { fstatSync } from 'node:fs';

/** @type {Set<() => unknown>} */
const cleanups = new Set();

/**
 * Registers work to be done before this process ends on a signal, or because its parent has gone.
 * @param {() => unknown} cleanup May return a promise. Must be safe to call when there is nothing left to do.
 * @returns {() => void} Takes the registration back.
 */
export function onShutdown(cleanup) {
  if (cleanups.size === 0) listen();
  cleanups.add(cleanup);
  return () => cleanups.delete(cleanup);
}

let listening = false;
function listen() {
  if (listening) return;
  listening = true;
  const codes = /** @type {const} */ ({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 });
  for (const [signal, code] of Object.entries(codes)) process.on(signal, () => void shutdown(code));
}

/**
 * Ends this process when its parent does, if the parent holds a pipe to its standard input. A terminal, a file or
 * no standard input at all says nothing about the parent and is left alone.
 */
export function endWithParent() {
  if (!isPipe(0)) return;
  const end = () => void shutdown(1);
  process.stdin.resume().on('end', end).on('error', end);
  process.stdin.unref?.();
}

/** @param {number} descriptor */
function isPipe(descriptor) {
  try {
    const stat = fstatSync(descriptor);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}

let ending = false;

/** @returns {boolean} Whether what ends now ends because this process was told to. */
export function isShuttingDown() {
  return ending;
}

/**
 * Does the registered work, then ends the process.
 * @param {number} code
 */
async function shutdown(code) {
  if (ending) return;
  ending = true;
  setTimeout(() => process.exit(code), 5000).unref();
  // The last first, so that a folder goes after the server that writes into it.
  for (const cleanup of [...cleanups].reverse()) {
    try {
      await cleanup();
    } catch (error) {
      console.error(error);
    }
  }
  process.exit(code);
}
