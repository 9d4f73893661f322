import { join } from 'node:path';
import type { Clock } from '../base/clock';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import { EngineClient } from '../engine/engineClient';
import { GpuAdvisor } from '../engine/gpu/gpuAdvisor';
import { GpuTrials } from '../engine/gpu/gpuTrials';
import { InProcessLauncher } from '../engine/inProcessLauncher';
import { ProbeBook } from '../engine/probe/probeBook';
import { Prober } from '../engine/probe/prober';
import { ProcessLauncher } from '../engine/processLauncher';
import type { EnginePaths, HearthSettings } from './settings';
import { engineConfig } from './settings';

export interface EngineOptions extends EnginePaths {
  /** Absolute path of the installed extension. */
  readonly extensionPath: string;
  /** Absolute path of the extension's own storage, for all windows. */
  readonly storageFolder: string;
  /** The `node_modules` with what the user added for a GPU; it need not exist. */
  readonly addedBinaries: string;
  readonly settings: () => HearthSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The engine, and what knows how fast this machine is. */
export interface EngineParts extends Disposable {
  readonly engine: EngineClient;
  readonly advisor: GpuAdvisor;
}

const minuteMs = 60_000;

/** An engine that reads the settings each time it starts. Nothing is started, read or loaded here. */
export function createEngine(options: EngineOptions): EngineParts {
  const { extensionPath, storageFolder, addedBinaries, starterPath, settings, clock, logger } = options;
  const store = new DisposableStore();
  const bundlePath = join(extensionPath, 'dist', 'engine.mjs');
  const separate = new ProcessLauncher(bundlePath, logger, addedBinaries);
  const inProcess = new InProcessLauncher(bundlePath, addedBinaries);
  const book = new ProbeBook(join(storageFolder, 'probes.json'));
  const advisor = new GpuAdvisor({
    // What was added, what is beside the bundle in what is installed, and in a clone the repository's.
    packagesFolders: [
      addedBinaries,
      join(extensionPath, 'dist', 'node_modules'),
      join(extensionPath, 'node_modules'),
    ],
    trialModel: starterPath,
    // What is tried out may crash, whatever process the engine is in.
    prober: new Prober({ launcher: separate, book, clock, logger }),
    book,
  });
  const config = () => engineConfig(settings(), options);
  const engine = store.add(
    new EngineClient({
      launcher: () => (settings().engineProcess === 'separate' ? separate : inProcess),
      config,
      backEnds: advisor,
      clock,
      logger,
      unloadAfterMs: () => settings().unloadAfterMinutes * minuteMs,
    }),
  );
  store.add(new GpuTrials({ engine, advisor, config, clock, logger }));
  return { engine, advisor, dispose: () => store.dispose() };
}
