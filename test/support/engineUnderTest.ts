import { fileURLToPath } from 'node:url';
import { SystemClock } from '../../src/base/clock';
import { EngineClient } from '../../src/engine/engineClient';
import type { EngineLauncher } from '../../src/engine/launcher';
import type { EngineRequest } from '../../src/engine/port';
import { starterPath } from '../../src/models/starter';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import type { EngineConfig, LoadParams } from '../../src/engine/protocol';
import { RecordingLogger } from './recordingLogger';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The fixture: 7 M parameters, real and fast, and wrong most of the time. */
export const tinyModel = `${root}test/fixtures/tiny.gguf`;

/** What users get. */
export const starterModel = starterPath(root);

/** The engine's bundle; the test command builds it first. */
export const engineBundle = `${root}dist/engine.mjs`;

export const tinyConfig: LoadParams = {
  modelPath: tinyModel,
  contextTokens: 2048,
  kvMegabytes: 0,
  threads: 1,
  gpu: 'off',
  pacing: 'deterministic',
};

/** A client of a real engine in a real process, with what it logged. */
export function startTestEngine(
  config: Partial<EngineConfig> = {},
  launcher?: EngineLauncher,
): { client: EngineClient; logger: RecordingLogger } {
  const logger = new RecordingLogger();
  const client = new EngineClient({
    launcher: () => launcher ?? new ProcessLauncher(engineBundle, logger),
    config: () => ({ ...tinyConfig, ...config }),
    clock: new SystemClock(),
    logger,
  });
  return { client, logger };
}

/** A request at the `|` in `text`, with the whole text in the window. */
export function requestAt(text: string, lines = 1, document = 'file:///sample.ts'): EngineRequest {
  const cursor = text.indexOf('|');
  return {
    prompt: {
      document,
      path: 'sample.ts',
      repository: '',
      before: text.slice(0, cursor),
      beforeIsWhole: true,
      after: text.slice(cursor + 1),
      line: text.slice(0, cursor).split('\n').length - 1,
    },
    limits: { tokens: 24, lines },
  };
}

export const never = new AbortController().signal;
