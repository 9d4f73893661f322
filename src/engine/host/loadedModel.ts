import { cpus } from 'node:os';
import { basename } from 'node:path';
import { getLlama, type Llama, type LlamaContext, LlamaLogLevel, type LlamaModel } from 'node-llama-cpp';
import { HearthError, messageOf } from '../../base/errors';
import type { Logger } from '../../base/logger';
import type { LayoutName, ModelInfo } from '../port';
import type { EngineConfig, GpuChoice } from '../protocol';
import { type FimTokens, fimTokensOf } from './fimTokens';
import { checkModelFile } from './modelFile';
import { Vocabulary } from './vocabulary';

/** One serves, one prepares. */
export const sequenceCount = 2;

/** Larger batches do not make slices of 50 ms faster, and each token of one costs a row of logits in memory. */
export const batchTokens = 128;

/** A model in memory with its context, and what the engine must know of it. */
export interface LoadedModel {
  readonly info: ModelInfo;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly vocabulary: Vocabulary;
  readonly fim: FimTokens;
  dispose(): Promise<void>;
}

/** Loads what `config` names. Every failure is a `HearthError` that says what is wrong with which file. */
export async function loadModel(config: EngineConfig, logger: Logger): Promise<LoadedModel> {
  const fileBytes = await checkModelFile(config.modelPath);
  const threads = config.threads > 0 ? config.threads : automaticThreads();
  const llama = await startLlama(config.gpu, threads, logger);
  const model = await openModel(llama, config.modelPath);
  try {
    const fim = fimTokensOf(model);
    refuseRecurrent(model);
    const vocabulary = Vocabulary.of(model);
    const context = await createContext(model, config, threads);
    const info: ModelInfo = {
      name: model.fileInfo.metadata.general.name ?? basename(config.modelPath, '.gguf'),
      path: config.modelPath,
      fileBytes,
      layout: config.layout ?? defaultLayout,
      contextTokens: context.contextSize,
      threads,
      gpu: llama.gpu,
    };
    return { info, model, context, vocabulary, fim, dispose: () => llama.dispose() };
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}

/** Both the starter and Qwen2.5-Coder were trained prefix-suffix-middle. */
const defaultLayout: LayoutName = 'anchored';

/** Leaves one core to the editor and the user's own work. Logical CPUs come in pairs where there are many. */
export function automaticThreads(logicalCpus: number = cpus().length): number {
  const cores = logicalCpus > 4 ? Math.floor(logicalCpus / 2) : logicalCpus;
  return Math.max(1, Math.min(cores - 1, 8));
}

async function startLlama(gpu: GpuChoice, threads: number, logger: Logger): Promise<Llama> {
  try {
    return await getLlama({
      gpu: gpu === 'off' ? false : gpu,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      maxThreads: threads,
      logLevel: LlamaLogLevel.warn,
      logger: (level, message) => {
        if (level === LlamaLogLevel.fatal || level === LlamaLogLevel.error) logger.warn(message.trimEnd());
        else logger.debug(message.trimEnd());
      },
    });
  } catch (error) {
    throw new HearthError(
      'native-binary-missing',
      `The engine has no llama.cpp binary for this system (${process.platform}-${process.arch}, GPU: ${gpu}): ` +
        `${messageOf(error)} Set hearth.engine.gpu to "off", or install the build of Hearth for this platform.`,
      { cause: error },
    );
  }
}

async function openModel(llama: Llama, modelPath: string): Promise<LlamaModel> {
  try {
    return await llama.loadModel({ modelPath });
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

async function createContext(
  model: LlamaModel,
  config: EngineConfig,
  threads: number,
): Promise<LlamaContext> {
  const contextSize = Math.min(config.contextTokens, model.trainContextSize);
  try {
    return await model.createContext({
      contextSize,
      sequences: sequenceCount,
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
