import { HearthError } from '../../base/errors';
import { machineMemory } from '../../base/freeMemory';
import type { EngineStats, EngineStatus, ModelInfo } from '../../engine/port';
import type { EngineConfig } from '../../engine/protocol';
import { largestFitting } from '../../models/catalogueFit';
import { describeNoFit, type Memory, type MemoryWish, planMemory } from '../../models/fit';
import { readModelFile, requireSuitable } from '../../models/modelFile';

/** What the switcher needs of the engine; `EngineClient` is one. */
export interface ReplaceableEngine {
  readonly status: EngineStatus;
  stats(): Promise<EngineStats | undefined>;
  replace(
    config: EngineConfig,
    options: { readonly unloadFirst: boolean },
    signal: AbortSignal,
  ): Promise<ModelInfo>;
}

export interface SwitcherOptions {
  readonly engine: ReplaceableEngine;
  /** What an engine with this model is started with. */
  readonly configFor: (path: string) => EngineConfig;
  /** Makes the model the one that is used from now on, also after a restart. */
  readonly keep: (path: string) => Promise<void>;
  /** Says something that the user should know of and need not act on. */
  readonly say: (message: string) => void;
  readonly memory?: () => Promise<Memory>;
}

/** Changes the model, in the order that loses nothing: look at the file, look at the memory, load it beside, keep it. */
export class ModelSwitcher {
  readonly #options: SwitcherOptions;

  constructor(options: SwitcherOptions) {
    this.#options = options;
  }

  /** Fails with the reason; the model in use is then still in use. */
  async switchTo(path: string, name: string, signal: AbortSignal): Promise<ModelInfo> {
    const { engine, configFor, keep, say } = this.#options;
    const config = configFor(path);
    const unloadFirst = await this.#mustUnload(path, name, config);
    if (unloadFirst) {
      say(`${name} and the model in use do not fit into memory together, so that one is unloaded first.`);
    }
    const model = await engine.replace(config, { unloadFirst }, signal);
    await keep(path);
    return model;
  }

  /** Memory that is free, and that will be once the model in use is unloaded. */
  async memory(): Promise<{ readonly now: Memory; readonly unloaded: Memory }> {
    const now = await (this.#options.memory ?? machineMemory)();
    const own = await this.#ownBytes();
    return { now, unloaded: { ...now, freeBytes: Math.min(now.totalBytes, now.freeBytes + own) } };
  }

  /** Whether the one in use has to go before this one loads. Fails where it does not fit even then. */
  async #mustUnload(path: string, name: string, config: EngineConfig): Promise<boolean> {
    const file = await readModelFile(path);
    requireSuitable(file);
    const wish = wishOf(config);
    const { now, unloaded } = await this.memory();
    const plan = planMemory(file.facts.shape, wish, unloaded);
    const beside = planMemory(file.facts.shape, wish, now);
    // A context that was made small to stand beside the old one would stay small.
    if ('estimate' in plan) return !('estimate' in beside) || beside.estimate.total < plan.estimate.total;
    const smaller = largestFitting(wish, unloaded, file.bytes);
    throw new HearthError('memory-insufficient', describeNoFit(name, plan, smaller?.name));
  }

  /** What the engine holds of its own: the pages of its model's file count as free already. */
  async #ownBytes(): Promise<number> {
    const { engine } = this.#options;
    const { status } = engine;
    if (!('model' in status)) return 0;
    const stats = await engine.stats();
    return stats && stats.processId !== process.pid
      ? Math.max(0, stats.rssBytes - status.model.fileBytes)
      : 0;
  }
}

/** What of an engine's configuration decides over memory. */
export function wishOf({ contextTokens, kvMegabytes }: EngineConfig): MemoryWish {
  return { contextTokens, kvLimitBytes: kvMegabytes * 1024 * 1024 };
}
