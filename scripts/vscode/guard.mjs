// @ts-check
// Runs a command and takes it down, with all it started, when the parent process is gone.
//
//   node guard.mjs COMMAND [ARGUMENT...]
//
// The parent holds the other end of this process's standard input. That pipe closes however the parent ends, a
// SIGKILL included, which no handler in the parent could see; so nothing is ever left behind.
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error('guard.mjs: no command given. Usage: node guard.mjs COMMAND [ARGUMENT...]');
  process.exit(2);
}

// A process group of its own, so that one signal reaches the children's children too.
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  setTimeout(() => signalGroup('SIGKILL'), 2000);
}

process.stdin.resume().on('end', end).on('error', end);
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, end);

child.on('error', (error) => {
  console.error(`guard.mjs: could not start ${command}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  signalGroup('SIGKILL');
  process.exit(code ?? (signal ? 1 : 0));
});
