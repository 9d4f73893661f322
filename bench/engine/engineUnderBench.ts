import { fileURLToPath } from 'node:url';
import { HearthError } from '../../src/base/errors';
import type { Logger } from '../../src/base/logger';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineAnswer, ModelInfo, PromptText } from '../../src/engine/port';
import type { EngineConfig } from '../../src/engine/protocol';
import { createEngine } from '../../tools/engineSetup';
import { modelOf } from '../../tools/modelOf';

/** The repository, seen from the built tools in dist/tools. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface BenchEngineOptions {
  /** A GGUF file; the bundled model where undefined. */
  readonly model: string | undefined;
  /** 0 leaves one core free. */
  readonly threads: number;
  readonly logger: Logger;
  readonly snapshots?: EngineConfig['snapshots'];
  /** The shipped one where absent. */
  readonly contextTokens?: number;
}

/** An engine as users have it: on the CPU, in a process of its own, with live pacing. The caller disposes it. */
export function createBenchEngine({
  model,
  threads,
  logger,
  snapshots,
  contextTokens,
}: BenchEngineOptions): EngineClient {
  return createEngine({ threads, ...(model !== undefined && { model }) }, 'live', {
    logger,
    ...(snapshots && { snapshots }),
    ...(contextTokens !== undefined && { contextTokens }),
  });
}

const never = new AbortController().signal;

/** One answer of at most `tokens` tokens on one line. */
export function ask(engine: EngineClient, prompt: PromptText, tokens = 1): Promise<EngineAnswer> {
  return engine.complete({ prompt, limits: { tokens, lines: 1 } }, never);
}

/** The model that an engine has loaded; throws where it has none, as before the first answer. */
export function loadedModel(engine: EngineClient): ModelInfo {
  const model = modelOf(engine.status);
  if (model) return model;
  throw new HearthError('unexpected', 'The engine has loaded no model, though it has answered.');
}
