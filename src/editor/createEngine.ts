import { join } from 'node:path';
import type { Clock } from '../base/clock';
import type { Logger } from '../base/logger';
import { EngineClient } from '../engine/engineClient';
import { InProcessLauncher } from '../engine/inProcessLauncher';
import { ProcessLauncher } from '../engine/processLauncher';
import type { EnginePaths, HearthSettings } from './settings';
import { engineConfig } from './settings';

export interface EngineOptions extends EnginePaths {
  /** Absolute path of the installed extension. */
  readonly extensionPath: string;
  readonly settings: () => HearthSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

const minuteMs = 60_000;

/** An engine that reads the settings each time it starts. Nothing is started, read or loaded here. */
export function createEngine(options: EngineOptions): EngineClient {
  const { extensionPath, settings, clock, logger } = options;
  const bundlePath = join(extensionPath, 'dist', 'engine.mjs');
  const separate = new ProcessLauncher(bundlePath, logger);
  const inProcess = new InProcessLauncher(bundlePath);
  return new EngineClient({
    launcher: () => (settings().engineProcess === 'separate' ? separate : inProcess),
    config: () => engineConfig(settings(), options),
    clock,
    logger,
    unloadAfterMs: () => settings().unloadAfterMinutes * minuteMs,
  });
}
