import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineClient } from '../../src/engine/engineClient';
import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { guardTraces } from '../guard/guardTraces';
import { loadGuardEngine } from '../guard/loadGuardEngine';
import { startEngine } from '../replay/startEngine';
import { catalogue, recipeOf } from '../traces/catalogue';
import { generateTrace } from '../traces/generate';
import type { PlayedTrace } from '../traces/pace';
import { formatWorkloads } from './accessFile';
import { type AccessSource, readPoliciesArguments } from './arguments';
import { accessFile, committedStudy, shippedCache } from './committedStudy';
import { plotMissRatios } from './plot';
import { recordAccesses } from './recordAccesses';
import { formatStudy } from './report';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(repository, 'node_modules');

/** Compares policies of the completion cache on recorded accesses: `npm run -s bench:policies -- …`. */
async function main(args: string[]): Promise<void> {
  const { records, plot, json } = readPoliciesArguments(args);
  if (records !== undefined) await record(records);
  const reports = await committedStudy(repository);
  process.stdout.write(`${json ? JSON.stringify(reports, undefined, 2) : formatStudy(reports)}\n`);
  if (plot !== undefined) await writeFile(plot, plotMissRatios(reports, shippedCache.entries));
}

async function record(source: AccessSource): Promise<void> {
  const engine = await engineFor(source);
  try {
    await startEngine(engine);
    const traces = source === 'days' ? wholeTraces() : guardTraces(undefined, modules);
    const workloads = await recordAccesses(traces, engine, ({ name, accesses }) => {
      process.stderr.write(`replayed ${name}, ${accesses.length} accesses\n`);
    });
    const file = accessFile(repository, source);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, formatWorkloads(workloads));
  } finally {
    engine.dispose();
  }
}

async function engineFor(source: AccessSource): Promise<EngineClient> {
  if (source === 'beginnings') return (await loadGuardEngine(repository)).engine;
  return createEngine({ model: join(repository, 'test/fixtures/tiny.gguf'), threads: 0 }, 'deterministic');
}

async function* wholeTraces(): AsyncGenerator<PlayedTrace, void> {
  for (const entry of catalogue) yield generateTrace(await recipeOf(entry, modules));
}

await runCommand(main);
