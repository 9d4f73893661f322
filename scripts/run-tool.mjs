// @ts-check
// node scripts/run-tool.mjs NAME [ARGUMENT...]
//
// Builds one of the project's command-line tools and runs it, with this process's input, output and exit code.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { root } from './vscode/paths.mjs';

const tools = [
  'complete',
  'replay',
  'quality',
  'healing',
  'traces',
  'guard',
  'policies',
  'bench',
  'revisit',
  'preempt',
  'memory',
  'fit',
  'speed',
  'shown',
];
/** Programs that a tool starts. @type {Record<string, string[]>} */
const partsOf = { bench: ['llamaCompletionHost'] };

const [name, ...args] = process.argv.slice(2);
if (!name || !tools.includes(name)) {
  console.error(`run-tool.mjs: no tool is called "${name ?? ''}". Expected one of: ${tools.join(', ')}`);
  process.exit(2);
}

try {
  await build({ quiet: true, only: [name, 'engine', ...(partsOf[name] ?? [])] });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const file = path.join(root, 'dist', 'tools', `${name}.mjs`);
if (!existsSync(file)) {
  console.error(`run-tool.mjs: the build made no ${path.relative(root, file)}. Is the tool's source there?`);
  process.exit(1);
}

const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
// The terminal sends Ctrl+C to the tool as well; this process only waits for it.
process.on('SIGINT', () => {});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal ?? 'SIGTERM']));
