import { join } from 'node:path';
import { ConfigurationTarget, workspace } from 'vscode';
import type { Clock } from '../../base/clock';
import type { Logger } from '../../base/logger';
import type { EngineClient } from '../../engine/engineClient';
import type { GpuAdvisor } from '../../engine/gpu/gpuAdvisor';
import type { EngineConfig } from '../../engine/protocol';
import { NodeDisk } from '../../models/download/disk';
import { Downloader } from '../../models/download/downloader';
import { NodeTransport } from '../../models/download/transport';
import { ModelFinder } from '../../models/found/modelFinder';
import { announce } from '../announce';
import { type HearthSettings, settingDefinitions } from '../settings';
import { ModelChooser } from './chooseModel';
import { ModelSwitcher } from './modelSwitcher';
import { Speedometer } from './speedometer';

export interface ModelsOptions {
  readonly engine: EngineClient;
  readonly advisor: GpuAdvisor;
  /** What an engine is started with now. */
  readonly config: () => EngineConfig;
  readonly settings: () => HearthSettings;
  readonly starterPath: string;
  /** Absolute path of the extension's own storage, for all windows. */
  readonly storageFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What finds, downloads, judges and changes models. Nothing is looked for here. */
export function createModels(options: ModelsOptions): ModelChooser {
  const { engine, advisor, config, settings, starterPath, storageFolder, clock, logger } = options;
  const switcher = new ModelSwitcher({
    engine,
    configFor: (path) => ({ ...config(), modelPath: path }),
    keep: (path) => keepModel(path === starterPath ? undefined : path),
    say: announce,
  });
  return new ModelChooser({
    speedometer: new Speedometer({ engine, advisor, config }),
    switcher,
    downloader: new Downloader({ transport: new NodeTransport(), disk: new NodeDisk(), clock, logger }),
    finder: new ModelFinder(),
    folder: join(storageFolder, 'models'),
    starterPath,
    settings,
    config,
    logger,
  });
}

/** Undefined is the bundled model. */
async function keepModel(path: string | undefined): Promise<void> {
  const { key } = settingDefinitions.modelPath;
  await workspace.getConfiguration('hearth').update(key, path, ConfigurationTarget.Global);
}
