import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HearthError } from '../../src/base/errors';
import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { startEngine } from '../replay/startEngine';
import { readGuardArguments } from './arguments';
import { AskingEngine } from './askingEngine';
import { baselineOf, parseBaseline } from './baseline';
import { askEverywhere, type GuardRun, runGuard } from './guardRun';
import { guardedTraces, guardTraces } from './guardTraces';
import { answersPath, loadGuardEngine } from './loadGuardEngine';
import { formatGuard } from './report';
import { verdictOf } from './verdict';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(repository, 'node_modules');
const baselineFile = join(repository, 'bench/guard/baseline.json');

/** Replays fixed traces with recorded answers, and fails where figures got worse: `npm run bench:guard`. */
async function main(args: string[]): Promise<void> {
  const { records, updates, names, json } = readGuardArguments(args);
  if (records) return record(names);
  const { run, missing } = await replayAll(names);
  if (updates && missing.length === 0)
    await writeFile(baselineFile, `${JSON.stringify(baselineOf(run), undefined, 2)}\n`);
  const baseline = parseBaseline(await readFile(baselineFile, 'utf8').catch(() => ''), baselineFile);
  const { details, problem } = verdictOf(run, missing, baseline);
  const figures = json ? JSON.stringify(baselineOf(run), undefined, 2) : formatGuard(run, baseline);
  process.stdout.write([figures, ...details, ''].join('\n'));
  if (problem !== undefined) throw new HearthError('input-invalid', problem);
}

async function replayAll(
  names: readonly string[],
): Promise<{ readonly run: GuardRun; readonly missing: readonly string[] }> {
  const { engine, answers } = await loadGuardEngine(repository);
  try {
    await startEngine(engine);
    return { run: await runGuard(guardTraces(names, modules), engine), missing: answers.missing };
  } finally {
    engine.dispose();
  }
}

/** Asks the bundled model for what is missing, also for what would be asked if the completion cache were of no use. */
async function record(names: readonly string[]): Promise<void> {
  const { engine: recorded, answers } = await loadGuardEngine(repository);
  const model = createEngine({ threads: 0 }, 'deterministic');
  const engine = new AskingEngine(recorded, model, answers);
  const before = answers.size;
  try {
    await startEngine(engine);
    await runGuard(guardTraces(names, modules), engine);
    for await (const trace of guardTraces(names, modules)) await askEverywhere(trace, engine);
    if (names.length === guardedTraces.length) answers.dropUnused();
    await writeFile(join(repository, answersPath), answers.format());
    process.stdout.write(`${answers.size} answers recorded, ${before} before.\n`);
  } finally {
    engine.dispose();
    model.dispose();
  }
}

await runCommand(main);
