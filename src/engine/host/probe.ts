import { constants, setPriority } from 'node:os';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import { batchTokens } from '../../models/fit';
import { readModelFile, requireSuitable } from '../../models/modelFile';
import type { ProbeParams, ProbeResult } from '../protocol';
import { automaticThreads, openModel } from './loadedModel';
import { startLlama } from './startLlama';

/** Full slices that are read; the first one pays for what is done once, such as building a GPU's programs. */
const slices = 3;

/** Tokens that are written. Enough that a back end which computes wrongly is found out. */
const writtenTokens = 12;

const contextTokens = 512;

/** Whatever was taught on code goes on with it, and is sure: so rounding does not change the answer. */
const repeated = 'export function add(a: number, b: number) {\n  return a + b;\n}\n';

/**
 * Loads a model on one back end, reads some text and writes some, and says how long that took. May end the process, or
 * never come back, where a driver is broken: it belongs in a process of its own, and gives way to all others.
 */
export async function probe(
  { modelPath, backEnd, threads }: ProbeParams,
  logger: Logger,
): Promise<ProbeResult> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  requireSuitable(await readModelFile(modelPath));
  const count = threads > 0 ? threads : automaticThreads();
  const llama = await startLlama(backEnd, count, logger);
  try {
    const device = backEnd === 'off' ? null : ((await llama.getGpuDeviceNames())[0] ?? null);
    const freeBytes = backEnd === 'off' ? 0 : (await llama.getVramState()).free;
    const model = await openModel(llama, modelPath, backEnd);
    if (backEnd !== 'off' && model.gpuLayers === 0) {
      throw new HearthError('memory-insufficient', 'The GPU’s memory has no room for the model.');
    }
    const context = await model.createContext({
      contextSize: contextTokens,
      sequences: 1,
      batchSize: batchTokens,
      threads: count,
    });
    return { device, freeBytes, ...(await measure(model, context.getSequence())) };
  } finally {
    await llama.dispose();
  }
}

async function measure(
  model: LlamaModel,
  sequence: LlamaContextSequence,
): Promise<Pick<ProbeResult, 'text' | 'promptMsPerToken' | 'msPerToken'>> {
  const prompt = promptOf(model);
  const readMs: number[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const tokens = prompt.slice(slice * batchTokens, (slice + 1) * batchTokens);
    readMs.push(await timed(() => sequence.evaluateWithoutGeneratingNewTokens(tokens)));
  }
  const written: Token[] = [];
  const writeMs: number[] = [];
  const stream = sequence.evaluate(prompt.slice(slices * batchTokens), { temperature: 0 });
  while (written.length < writtenTokens) {
    const from = performance.now();
    const { value, done } = await stream.next();
    if (done) break;
    writeMs.push(performance.now() - from);
    written.push(value);
  }
  await stream.return();
  // The quickest one is what the machine can do; the others had to share it with something.
  return {
    text: model.detokenize(written),
    promptMsPerToken: Math.min(...readMs) / batchTokens,
    msPerToken: Math.min(...writeMs),
  };
}

/** Full slices, and a token to go on from. */
function promptOf(model: LlamaModel): Token[] {
  const wanted = slices * batchTokens + 1;
  let text = repeated;
  while (model.tokenize(text).length < wanted) text += text;
  return model.tokenize(text).slice(0, wanted);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
