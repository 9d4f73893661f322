import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HearthError } from '../../src/base/errors';
import { runCommand } from '../../tools/command';
import { createEngine } from '../../tools/engineSetup';
import { startEngine } from '../replay/startEngine';
import { readGuardArguments } from './arguments';
import { AskingEngine } from './askingEngine';
import { type Baseline, baselineOf, differentTraces, parseBaseline, regressions } from './baseline';
import { askEverywhere, type GuardRun, runGuard } from './guardRun';
import { guardedTraces, guardTraces } from './guardTraces';
import { answersPath, loadGuardEngine } from './loadGuardEngine';
import { formatGuard, gains } from './report';

// Seen from the built tools in dist/tools.
const repository = fileURLToPath(new URL('../..', import.meta.url));
const modules = join(repository, 'node_modules');
const baselineFile = join(repository, 'bench/guard/baseline.json');

/** How many examples of what is wrong are told. */
const mostTold = 5;

/** Replays fixed traces with recorded answers, and fails where figures got worse: `npm run bench:guard`. */
async function main(args: string[]): Promise<void> {
  const { records, updates, names, json } = readGuardArguments(args);
  if (records) return record(names);
  const { run, missing } = await replayAll(names);
  if (missing.length > 0) {
    process.stdout.write(`${formatGuard(run, undefined)}\n`);
    throw missingAnswers(missing);
  }
  if (updates) await writeFile(baselineFile, `${JSON.stringify(baselineOf(run), undefined, 2)}\n`);
  const baseline = parseBaseline(await readIfThere(baselineFile), baselineFile);
  process.stdout.write(
    `${json ? JSON.stringify(baselineOf(run), undefined, 2) : formatGuard(run, baseline)}\n`,
  );
  judge(run, baseline);
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

function missingAnswers(missing: readonly string[]): HearthError {
  const examples = missing.slice(0, mostTold).map((line) => JSON.stringify(line.trim()));
  return new HearthError(
    'input-invalid',
    `${missing.length} questions to the engine have no recorded answer, such as after ${examples.join(', ')}. Where ` +
      'the change that asks them is meant, record them with npm run bench:guard -- --record, and commit ' +
      'bench/guard/answers.jsonl. No figure is compared before.',
  );
}

function judge(run: GuardRun, baseline: Baseline): void {
  const different = differentTraces(run, baseline);
  if (different.length > 0) {
    throw new HearthError(
      'input-invalid',
      `${different.slice(0, mostTold).join(' ')} Record its answers with --record and write a new baseline with --update.`,
    );
  }
  const worse = regressions(run, baseline);
  if (worse.length > 0) {
    throw new HearthError(
      'input-invalid',
      `Worse than bench/guard/baseline.json. ${worse.join(' ')} Where this is the price of something better, say so in ` +
        'the commit and write a new baseline with npm run bench:guard -- --update.',
    );
  }
  const better = gains(run, baseline);
  if (better.length > 0)
    process.stdout.write(`Better than the baseline: ${better.join('; ')}. Keep it with --update.\n`);
}

async function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}

await runCommand(main);
