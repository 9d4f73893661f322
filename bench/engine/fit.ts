import { HearthError } from '../../src/base/errors';
import { starterPath } from '../../src/models/starter';
import { readModelFile } from '../../src/models/modelFile';
import { runCommand } from '../../tools/command';
import { readFitArguments } from './arguments';
import { readBufferSizes } from './bufferSizes';
import { ask, createBenchEngine, loadedModel, root } from './engineUnderBench';
import { fitRow, type FitRow, fitTable } from './fitReport';
import { LineLogger } from './lineLogger';
import { readProcessMemory, requireLinux } from './processMemory';
import { atLineEnd, readSources } from './sources';

const contexts = [1024, 3072, 6144];

/** How well memory is estimated before a model is loaded: `npm run -s bench:fit -- …`. */
async function main(args: string[]): Promise<void> {
  const { models, threads } = readFitArguments(args);
  requireLinux();
  const rows: FitRow[] = [];
  for (const model of models.length > 0 ? models : [starterPath(root)]) {
    for (const contextTokens of contexts) {
      rows.push(await measure(model, contextTokens, threads));
      process.stderr.write(`${rows.length} of ${contexts.length * Math.max(1, models.length)} measured\n`);
    }
  }
  console.log(fitTable(rows));
  if (rows.some(({ error }) => Math.abs(error) > 0.15)) process.exitCode = 1;
}

async function measure(model: string, contextTokens: number, threads: number): Promise<FitRow> {
  const { facts } = await readModelFile(model);
  const logger = new LineLogger();
  const engine = createBenchEngine({ model, threads, logger, contextTokens });
  try {
    const [source] = await readSources(root, ['htmlparser2/src/Parser.ts']);
    if (!source) throw new HearthError('unexpected', 'There is no source to ask about.');
    await ask(engine, { ...atLineEnd(source, 'first', 20), after: '' });
    const stats = await engine.stats();
    if (!stats) throw new HearthError('engine-crashed', 'The engine ended.');
    const { resident } = await readProcessMemory(stats.processId);
    return fitRow(facts, loadedModel(engine), resident, readBufferSizes(logger.lines));
  } finally {
    await engine.restart();
    engine.dispose();
  }
}

await runCommand(main);
