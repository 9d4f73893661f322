import { SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import type { EngineClient } from '../../src/engine/engineClient';
import { seededRandom } from '../../test/support/random';
import { runCommand } from '../../tools/command';
import { readMemoryArguments } from './arguments';
import { readBufferSizes } from './bufferSizes';
import { ask, createBenchEngine, loadedModel, root } from './engineUnderBench';
import { LineLogger } from './lineLogger';
import { memoryReport, type MemoryReport, memoryTable, type Sample, type Work } from './memoryReport';
import { type ProcessMemory, readProcessMemory, requireLinux } from './processMemory';
import { writeReport } from './report';
import { atLineEnd, readSources, type Source } from './sources';
import { requestsOf, WorkingDay } from './workingDay';

/** So many samples are taken of a working time, whatever its length. */
const sampleCount = 200;

/** How often the command says how far it is. */
const samplesAReport = sampleCount / 10;

const seed = 11;

/** What the engine process takes, and whether that grows: `npm run -s bench:memory -- …`. */
async function main(args: string[]): Promise<void> {
  const settings = readMemoryArguments(args);
  requireLinux();
  const logger = new LineLogger();
  const engine = createBenchEngine({ ...settings, logger });
  try {
    const report = await measure(engine, logger, settings.hours);
    writeReport(report, memoryTable(report));
  } finally {
    engine.dispose();
  }
}

async function measure(engine: EngineClient, logger: LineLogger, hours: number): Promise<MemoryReport> {
  const sources = await readSources(root, [
    'htmlparser2/src/Tokenizer.ts',
    'htmlparser2/src/Parser.ts',
    '@huggingface/jinja/src/parser.ts',
    '@huggingface/jinja/src/lexer.ts',
    '@huggingface/jinja/src/runtime.ts',
  ]);
  const [source] = sources;
  if (!source) throw new HearthError('unexpected', 'There is no source to ask about.');
  await ask(engine, { ...atLineEnd(source, 'first', 0), after: '' });
  const loaded = await memoryOf(engine);
  await useEverySequence(engine, source);
  const used = await memoryOf(engine);
  const work = hours > 0 ? await workFor(engine, sources, hours) : undefined;
  // Read last: lines of a start may come after its answer.
  return memoryReport(loadedModel(engine), loaded, used, readBufferSizes(logger.lines), work);
}

async function useEverySequence(engine: EngineClient, source: Source): Promise<void> {
  for (let place = 0; place < loadedModel(engine).sequences; place++) {
    await ask(engine, atLineEnd(source, `used/${place}`, 150 + place), 16);
  }
}

async function workFor(engine: EngineClient, sources: readonly Source[], hours: number): Promise<Work> {
  const requests = requestsOf(hours);
  const day = new WorkingDay(engine, new SystemClock(), sources, seededRandom(seed));
  const samples: Sample[] = [];
  const every = requests / sampleCount;
  while (day.requests < requests) {
    await day.step();
    if (day.requests < (samples.length + 1) * every) continue;
    samples.push({ requests: day.requests, anonymous: (await memoryOf(engine)).anonymous });
    if (samples.length % samplesAReport === 0) {
      process.stderr.write(`${Math.round((day.requests / requests) * 100)} % of ${hours} hours\n`);
    }
  }
  return { hours, requests: day.requests, aborted: day.aborted, samples };
}

async function memoryOf(engine: EngineClient): Promise<ProcessMemory> {
  const stats = await engine.stats();
  if (stats && engine.restarts === 0) return readProcessMemory(stats.processId);
  throw new HearthError('engine-crashed', 'The engine process ended, so its memory cannot be followed.');
}

await runCommand(main);
