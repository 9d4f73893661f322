import { SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import { SilentLogger } from '../../src/base/logger';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineCost } from '../../src/engine/port';
import { seededRandom } from '../../test/support/random';
import { runCommand } from '../../tools/command';
import { readPreemptArguments } from './arguments';
import { createBenchEngine, loadedModel, root } from './engineUnderBench';
import { preemptReport, type PreemptReport, preemptTable } from './preemptReport';
import { type KeyDuringPrefill, PreemptRounds } from './preemptRounds';
import { writeReport } from './report';
import { SliceWatch } from './sliceWatch';
import { readSources } from './sources';

const seed = 7;

/** What background work costs the key that interrupts it: `npm run -s bench:preempt -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readPreemptArguments(args);
  const engine = createBenchEngine({ ...settings, logger: new SilentLogger() });
  try {
    const report = await measure(engine, settings.rounds);
    writeReport(report, preemptTable(report));
  } finally {
    engine.dispose();
  }
}

async function measure(engine: EngineClient, rounds: number): Promise<PreemptReport> {
  const [near, far] = await readSources(root, [
    'htmlparser2/src/Tokenizer.ts',
    // Its lines are long: a new window there has about 1,000 tokens.
    'node-llama-cpp/dist/evaluator/LlamaChat/LlamaChat.js',
  ]);
  if (!near || !far) throw new HearthError('unexpected', 'A source is missing.');
  const watch = new SliceWatch(engine, new SystemClock());
  const bench = new PreemptRounds(engine, watch, { near, far }, seededRandom(seed));
  const calibration = await bench.prepare();
  const quiet: EngineCost[] = [];
  const during: KeyDuringPrefill[] = [];
  for (let round = 0; round < rounds; round++) {
    // The one that comes second types the later key: so each condition is second every other time.
    if (round % 2 === 0) quiet.push(await bench.quiet());
    during.push(await bench.duringPrefill());
    if (round % 2 === 1) quiet.push(await bench.quiet());
  }
  return preemptReport(loadedModel(engine), calibration, quiet, during);
}

await runCommand(main);
