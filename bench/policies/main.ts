import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HearthError } from '../../src/base/errors';
import type { EngineClient } from '../../src/engine/engineClient';
import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { guardTraces } from '../guard/guardTraces';
import { loadGuardEngine } from '../guard/loadGuardEngine';
import { startEngine } from '../replay/startEngine';
import { catalogue, recipeOf } from '../traces/catalogue';
import { generateTrace } from '../traces/generate';
import type { PlayedTrace } from '../traces/pace';
import type { Workload } from './access';
import { formatWorkloads, parseWorkloads } from './accessFile';
import { type AccessSource, readPoliciesArguments } from './arguments';
import { plotMissRatios } from './plot';
import { recordAccesses } from './recordAccesses';
import { formatStudy } from './report';
import { studyOf } from './study';
import { inARow, withReturns } from './workloads';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(repository, 'node_modules');
const results = join(repository, 'bench/results/policies');

/** As shipped; see `CompletionCacheOptions`. */
const shipped = { entries: 1000, bytes: 8_000_000 };

/** Compares policies of the completion cache on recorded accesses: `npm run -s bench:policies -- …`. */
async function main(args: string[]): Promise<void> {
  const { records, plot, json } = readPoliciesArguments(args);
  if (records !== undefined) await record(records);
  const [days, beginnings] = [await readAccesses('days'), await readAccesses('beginnings')];
  const workloads = [
    inARow('24 files in a row', days),
    withReturns('24 files with returns', days),
    withReturns('12 files with returns, bundled model', beginnings),
  ];
  const reports = workloads.map((workload) => studyOf(workload, shipped.bytes));
  process.stdout.write(`${json ? JSON.stringify(reports, undefined, 2) : formatStudy(reports)}\n`);
  if (plot !== undefined) await writeFile(plot, plotMissRatios(reports, shipped.entries));
}

async function record(source: AccessSource): Promise<void> {
  const engine = await engineFor(source);
  try {
    await startEngine(engine);
    const traces = source === 'days' ? wholeTraces() : guardTraces(undefined, modules);
    const workloads = await recordAccesses(traces, engine, ({ name, accesses }) => {
      process.stderr.write(`replayed ${name}, ${accesses.length} accesses\n`);
    });
    await mkdir(results, { recursive: true });
    await writeFile(fileOf(source), formatWorkloads(workloads));
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

function fileOf(source: AccessSource): string {
  return join(results, `${source}.txt`);
}

async function readAccesses(source: AccessSource): Promise<Workload[]> {
  const file = fileOf(source);
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new HearthError(
      'input-invalid',
      `There are no accesses in ${file}. Record them with npm run -s bench:policies -- --record ${source}.`,
      { cause: error },
    );
  });
  return parseWorkloads(content, file);
}

await runCommand(main);
