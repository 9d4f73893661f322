import { cpus } from 'node:os';
import { basename } from 'node:path';
import { getModuleVersion, type Llama, type LlamaContext, type LlamaModel } from 'node-llama-cpp';
import { HearthError, messageOf } from '../../base/errors';
import { machineMemory } from '../../base/freeMemory';
import type { Logger } from '../../base/logger';
import { largestFitting } from '../../models/catalogueFit';
import { batchTokens, describeNoFit, type MemoryPlan, planMemory } from '../../models/fit';
import { type ModelFile, readModelFile, requireSuitable } from '../../models/modelFile';
import type { ModelInfo } from '../port';
import type { BackEnd, LoadParams } from '../protocol';
import { chooseLayout, type FimFormat, fimFormatOf } from './fimFormat';
import { startLlama } from './startLlama';
import { Vocabulary } from './vocabulary';

/** A model in memory with its context, and what the engine must know of it. */
export interface LoadedModel {
  readonly info: ModelInfo;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly vocabulary: Vocabulary;
  readonly fim: FimFormat;
  /** Versions of node-llama-cpp and llama.cpp, and the kind of binary. */
  readonly engineBuild: string;
  dispose(): Promise<void>;
}

/** Loads what `config` names. Every failure is a `HearthError` that says what is wrong with which file. */
export async function loadModel(config: LoadParams, logger: Logger): Promise<LoadedModel> {
  const file = await readModelFile(config.modelPath);
  requireSuitable(file);
  const threads = config.threads > 0 ? config.threads : automaticThreads();
  const llama = await startLlama(config.gpu, threads, logger);
  const plan = await planFor(file, config).catch(async (error: unknown) => {
    await llama.dispose();
    throw error;
  });
  if (plan.isShrunk) {
    logger.warn(
      `Memory is short: ${file.facts.name} keeps ${plan.sequences} places of ${plan.contextTokens} tokens.`,
    );
  }
  const model = await openModel(llama, config.modelPath, config.gpu);
  try {
    const fim = fimFormatOf(model);
    refuseRecurrent(model);
    const layout = chooseLayout(fim, config.layout);
    const vocabulary = Vocabulary.of(model);
    const context = await createContext(model, plan, threads);
    const engineBuild = await buildOf(llama);
    const info: ModelInfo = {
      name: model.fileInfo.metadata.general.name ?? basename(config.modelPath, '.gguf'),
      path: config.modelPath,
      fileBytes: file.bytes,
      layout,
      contextTokens: context.contextSize,
      sequences: context.totalSequences,
      kvBytes: context.totalSequences * context.contextSize * file.facts.shape.kvBytesPerToken,
      threads,
      // A model that the GPU’s memory has no room for is computed on the processor after all.
      gpu: model.gpuLayers > 0 ? llama.gpu : false,
    };
    return { info, model, context, vocabulary, fim, engineBuild, dispose: () => llama.dispose() };
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}

/** Leaves one core to the editor and the user's own work. Logical CPUs come in pairs where there are many. */
export function automaticThreads(logicalCpus: number = cpus().length): number {
  const cores = logicalCpus > 4 ? Math.floor(logicalCpus / 2) : logicalCpus;
  return Math.max(1, Math.min(cores - 1, 8));
}

async function buildOf(llama: Llama): Promise<string> {
  const { repo, release } = llama.llamaCppRelease;
  return `node-llama-cpp ${await getModuleVersion()}, ${repo} ${release}, ${llama.buildType}`;
}

/** A GPU gets as many layers as its memory has room for. Lets go of `llama` where it fails. */
export async function openModel(llama: Llama, modelPath: string, backEnd: BackEnd): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath, gpuLayers: backEnd === 'off' ? 0 : 'auto' });
  } catch (error) {
    await llama.dispose();
    throw new HearthError(
      'model-load-failed',
      `llama.cpp cannot load ${modelPath}: ${messageOf(error)} The file may be cut short or damaged; get it ` +
        'again, or leave hearth.model.path empty for the bundled model.',
      { cause: error },
    );
  }
}

/** Recurrent state cannot be rolled back to an arbitrary token, so every key would evaluate the whole prompt. */
function refuseRecurrent(model: LlamaModel): void {
  if (!model.fileInsights.isRecurrent && !model.fileInsights.isHybrid) return;
  throw new HearthError(
    'model-unsuitable',
    `${model.filename ?? 'The model'} is a recurrent or hybrid model: its state cannot be kept across edits, so ` +
      'each key would cost the whole prompt. Choose a dense attention model such as Qwen2.5-Coder.',
  );
}

/** Decides on context and pool before anything is loaded. Fails with the figures where nothing fits. */
async function planFor({ facts, bytes }: ModelFile, config: LoadParams): Promise<MemoryPlan> {
  const memory = await machineMemory();
  const wish = { contextTokens: config.contextTokens, kvLimitBytes: config.kvMegabytes * 1024 * 1024 };
  // A GPU with memory of its own takes the weights there; whether they fit is for its driver to say.
  const isApart = config.gpu === 'cuda' || config.gpu === 'vulkan';
  const plan = planMemory(
    isApart ? { ...facts.shape, weightBytes: 0, repackedBytes: 0 } : facts.shape,
    wish,
    memory,
  );
  if ('estimate' in plan) return plan;
  const smaller = largestFitting(wish, memory, bytes);
  throw new HearthError('memory-insufficient', describeNoFit(facts.name, plan, smaller?.name));
}

async function createContext(
  model: LlamaModel,
  { contextTokens, sequences }: MemoryPlan,
  threads: number,
): Promise<LlamaContext> {
  const contextSize = Math.min(contextTokens, model.trainContextSize);
  try {
    return await model.createContext({
      contextSize,
      sequences,
      batchSize: batchTokens,
      threads,
    });
  } catch (error) {
    throw new HearthError(
      'memory-insufficient',
      `There is no room for a context of ${contextSize} tokens: ${messageOf(error)} Lower ` +
        'hearth.model.contextTokens, or choose a smaller model.',
      { cause: error },
    );
  }
}
