import { join } from 'node:path';
import type { Clock } from '../base/clock';
import type { Logger } from '../base/logger';
import { EngineClient } from '../engine/engineClient';
import { InProcessLauncher } from '../engine/inProcessLauncher';
import type { CompletionEngine } from '../engine/port';
import { ProcessLauncher } from '../engine/processLauncher';
import { starterPath } from '../models/starter';
import { engineConfig, type HearthSettings } from './settings';

export interface EngineOptions {
  /** Absolute path of the installed extension. */
  readonly extensionPath: string;
  /** Absolute path of the folder for KV snapshots; made when the user has agreed to them. */
  readonly snapshotFolder: string;
  readonly settings: () => HearthSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** An engine that reads the settings each time it starts. Nothing is started, read or loaded here. */
export function createEngine(options: EngineOptions): CompletionEngine {
  const { extensionPath, snapshotFolder, settings, clock, logger } = options;
  const bundlePath = join(extensionPath, 'dist', 'engine.mjs');
  const paths = { starterPath: starterPath(extensionPath), snapshotFolder };
  const separate = new ProcessLauncher(bundlePath, logger);
  const inProcess = new InProcessLauncher(bundlePath);
  return new EngineClient({
    launcher: () => (settings().engineProcess === 'separate' ? separate : inProcess),
    config: () => engineConfig(settings(), paths),
    clock,
    logger,
  });
}
