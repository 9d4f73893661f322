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
import { generateTrace } from './generate';
import { LiveCheck } from './liveCheck';
import { type Pace, paced, type PlayedTrace } from './pace';
import { recordedTraces } from './recorded';
import { replayTraces } from './replayTraces';
import { ReuseCheck } from './reuseCheck';
import { type TraceFigures, formatTracesReport } from './tracesReport';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Generates traces and replays them, or writes them to files: `npm run -s bench:traces -- …`. */
async function main(args: string[]): Promise<void> {
  const {
    entries,
    recorded,
    tiny,
    taken,
    clock,
    pace,
    without,
    write,
    live,
    json,
    engine: options,
  } = readTracesArguments(args);
  const traces = recorded ? played(pace) : generated(entries, pace);
  if (write !== undefined) return writeTraces(traces, write);
  const model = join(repository, 'test/fixtures/tiny.gguf');
  const pacing = clock === 'real' ? 'live' : 'deterministic';
  const create = (): EngineClient => createEngine(tiny ? { ...options, model } : options, pacing);
  const engine = create();
  const fresh = create();
  try {
    await startEngine(engine);
    const check = live === undefined ? undefined : new LiveCheck(fresh, live);
    const reuse = live === undefined ? undefined : new ReuseCheck(fresh, live);
    const report = await replayTraces(traces, engine, logTrace, {
      live: check,
      reuse,
      taken,
      clock,
      without,
    });
    process.stdout.write(`${json ? JSON.stringify(report, undefined, 2) : formatTracesReport(report)}\n`);
  } finally {
    engine.dispose();
    fresh.dispose();
  }
}

function logTrace({ name, keystrokes }: TraceFigures): void {
  process.stderr.write(`replayed ${name}, ${keystrokes} keystrokes\n`);
}

async function* generated(
  entries: readonly CatalogueEntry[],
  pace: Pace | undefined,
): AsyncGenerator<PlayedTrace> {
  for (const entry of entries) {
    const trace = generateTrace(await recipeOf(entry, join(repository, 'node_modules')));
    yield pace === undefined ? trace : paced(trace, pace);
  }
}

async function* played(pace: Pace | undefined): AsyncGenerator<PlayedTrace> {
  for (const trace of await recordedTraces(repository)) yield pace === undefined ? trace : paced(trace, pace);
}

/** Writes each trace to a file of its own, which `npm run -s replay -- --trace` plays. */
async function writeTraces(traces: AsyncIterable<PlayedTrace>, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for await (const { name, trace } of traces) {
    const file = join(folder, `${name}.jsonl`);
    await writeFile(file, formatTrace(trace));
    process.stdout.write(`${file}\n`);
  }
}

await runCommand(main);
