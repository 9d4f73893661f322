import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SystemClock } from '../src/base/clock';
import { type Logger, SilentLogger } from '../src/base/logger';
import { EngineClient } from '../src/engine/engineClient';
import { ProcessLauncher } from '../src/engine/processLauncher';
import type { EngineConfig } from '../src/engine/protocol';
import { starterPath } from '../src/models/starter';
import type { EngineOptions } from './engineOptions';

// Seen from the built tools in dist/tools.
const engineBundle = fileURLToPath(new URL('../engine.mjs', import.meta.url));
const bundledModel = starterPath(fileURLToPath(new URL('../..', import.meta.url)));

/** The shipped size of a sequence. */
const shippedContext = 3072;

/** The shipped bound of background work. */
const backgroundCpuPercent = 20;

/** What tools that look into an engine add to it. */
export interface CreateEngineExtras {
  /** Says nothing by default. */
  readonly logger?: Logger;
  readonly snapshots?: EngineConfig['snapshots'];
  /** What a sequence holds; the shipped size by default. */
  readonly contextTokens?: number;
  /** How many times as far as shipped prompts reach; as the context says by default. */
  readonly reach?: number | undefined;
}

/** An engine on the CPU in a process of its own, started by the first request. The caller disposes it. */
export function createEngine(
  { model, layout, threads }: EngineOptions,
  pacing: EngineConfig['pacing'],
  { logger = new SilentLogger(), snapshots, contextTokens = shippedContext, reach }: CreateEngineExtras = {},
): EngineClient {
  const config: EngineConfig = {
    modelPath: model === undefined ? bundledModel : resolve(model),
    contextTokens,
    ...(reach !== undefined && { reach }),
    kvMegabytes: 0,
    threads,
    gpu: 'off',
    ...(layout !== undefined && { layout }),
    pacing,
    ...(pacing === 'live' && { backgroundCpuPercent }),
    ...(snapshots && { snapshots }),
  };
  return new EngineClient({
    launcher: () => new ProcessLauncher(engineBundle, logger),
    config: () => config,
    clock: new SystemClock(),
    logger,
  });
}
