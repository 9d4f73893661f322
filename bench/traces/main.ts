import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineClient } from '../../src/engine/engineClient';
import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { startEngine } from '../replay/startEngine';
import { formatTrace } from '../replay/trace';
import { readTracesArguments } from './arguments';
import { type CatalogueEntry, recipeOf } from './catalogue';
import { type GeneratedTrace, generateTrace } from './generate';
import { LiveCheck } from './liveCheck';
import { replayTraces } from './replayTraces';
import { type TraceFigures, formatTracesReport } from './tracesReport';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Generates traces and replays them, or writes them to files: `npm run -s bench:traces -- …`. */
async function main(args: string[]): Promise<void> {
  const { entries, tiny, accepts, write, live, json, engine: options } = readTracesArguments(args);
  if (write !== undefined) return writeTraces(entries, write);
  const model = join(repository, 'test/fixtures/tiny.gguf');
  const create = (): EngineClient => createEngine(tiny ? { ...options, model } : options, 'deterministic');
  const engine = create();
  const fresh = create();
  try {
    await startEngine(engine);
    const check = live === undefined ? undefined : new LiveCheck(fresh, live);
    const report = await replayTraces(generated(entries), engine, logTrace, { live: check, accepts });
    process.stdout.write(`${json ? JSON.stringify(report, undefined, 2) : formatTracesReport(report)}\n`);
  } finally {
    engine.dispose();
    fresh.dispose();
  }
}

function logTrace({ name, keystrokes }: TraceFigures): void {
  process.stderr.write(`replayed ${name}, ${keystrokes} keystrokes\n`);
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
