import { fileURLToPath } from 'node:url';
import { SystemClock } from '../../src/base/clock';
import { HearthError } from '../../src/base/errors';
import { EngineProcess } from '../../src/engine/engineProcess';
import type { PromptText } from '../../src/engine/port';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import { readModelFile } from '../../src/models/modelFile';
import { estimateTimes, lineTokens, type MeasuredSpeed } from '../../src/models/speed';
import { starterPath } from '../../src/models/starter';
import { runCommand } from '../../tools/command';
import { readSpeedArguments } from './arguments';
import { ask, createBenchEngine, root } from './engineUnderBench';
import { LineLogger } from './lineLogger';
import { type SpeedRow, speedTable } from './speedReport';
import { atLineEnd, readSources } from './sources';
import { median } from './statistics';

const bundle = fileURLToPath(new URL('../engine.mjs', import.meta.url));

/** Keys typed one after another at one place. */
const keys = ' return this.value'.split('');

/** How well the time of a key is estimated before a model is loaded: `npm run -s bench:speed -- …`. */
async function main(args: string[]): Promise<void> {
  const { models, threads } = readSpeedArguments(args);
  const bundled = starterPath(root);
  const rows: SpeedRow[] = [];
  for (const model of models.length > 0 ? models : [bundled]) {
    // Before each one, since what else the machine does changes.
    const speed = await probe(bundled, threads);
    const { facts } = await readModelFile(model);
    const estimate = estimateTimes(facts.shape, speed);
    if (!estimate) throw new HearthError('model-invalid', `${model} says nothing of its weights.`);
    rows.push({ model: `${facts.name} ${facts.quantisation}`, estimate, ...(await measure(model, threads)) });
  }
  console.log(speedTable(rows));
}

/** What Hearth: Choose Model measures. */
async function probe(modelPath: string, threads: number): Promise<MeasuredSpeed> {
  const logger = new LineLogger();
  const { facts } = await readModelFile(modelPath);
  const { msPerToken } = await EngineProcess.probe(
    new ProcessLauncher(bundle, logger),
    { modelPath, backEnd: 'off', threads },
    60_000,
    new SystemClock(),
    logger,
    new AbortController().signal,
  );
  return { msPerToken, shape: facts.shape };
}

/** Medians over keys in a warm place, as the engine itself counts them. */
async function measure(model: string, threads: number): Promise<{ keyMs: number; lineMs: number }> {
  const engine = createBenchEngine({ model, threads, logger: new LineLogger() });
  try {
    const [source] = await readSources(root, ['htmlparser2/src/Parser.ts']);
    if (!source) throw new HearthError('unexpected', 'There is no source to ask about.');
    let prompt: PromptText = { ...atLineEnd(source, 'first', 20), after: '' };
    await ask(engine, prompt, lineTokens);
    const first: number[] = [];
    const each: number[] = [];
    for (const key of keys) {
      prompt = { ...prompt, before: prompt.before + key };
      const { cost } = await ask(engine, prompt, lineTokens);
      first.push(cost.firstTokenMs);
      if (cost.generatedTokens > 3)
        each.push((cost.totalMs - cost.firstTokenMs) / (cost.generatedTokens - 1));
    }
    const keyMs = median(first);
    return { keyMs, lineMs: keyMs + (lineTokens - 1) * median(each) };
  } finally {
    await engine.restart();
    engine.dispose();
  }
}

await runCommand(main);
