import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { startEngine } from '../replay/startEngine';
import { formatTrace } from '../replay/trace';
import { readTracesArguments } from './arguments';
import { type CatalogueEntry, recipeOf } from './catalogue';
import { type GeneratedTrace, generateTrace } from './generate';
import { replayTraces } from './replayTraces';
import { formatTracesReport } from './tracesReport';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Generates traces and replays them, or writes them to files: `npm run -s bench:traces -- …`. */
async function main(args: string[]): Promise<void> {
  const { entries, tiny, write, json, engine: options } = readTracesArguments(args);
  if (write !== undefined) return writeTraces(entries, write);
  const model = join(repository, 'test/fixtures/tiny.gguf');
  const engine = createEngine(tiny ? { ...options, model } : options, 'deterministic');
  try {
    await startEngine(engine);
    const report = await replayTraces(generated(entries), engine, ({ name, keystrokes }) => {
      process.stderr.write(`replayed ${name}, ${keystrokes} keystrokes\n`);
    });
    process.stdout.write(`${json ? JSON.stringify(report, undefined, 2) : formatTracesReport(report)}\n`);
  } finally {
    engine.dispose();
  }
}

async function* generated(entries: readonly CatalogueEntry[]): AsyncGenerator<GeneratedTrace> {
  for (const entry of entries) yield generateTrace(await recipeOf(entry, join(repository, 'node_modules')));
}

/** Writes each trace to a file of its own, which `npm run -s replay -- --trace` plays. */
async function writeTraces(entries: readonly CatalogueEntry[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for await (const { name, trace } of generated(entries)) {
    const file = join(folder, `${name}.jsonl`);
    await writeFile(file, formatTrace(trace));
    process.stdout.write(`${file}\n`);
  }
}

await runCommand(main);
