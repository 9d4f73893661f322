import { onTestFinished } from 'vitest';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineRequest } from '../../src/engine/port';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import type { EngineConfig } from '../../src/engine/protocol';
import { engineBundle, requestAt, startTestEngine } from './engineUnderTest';
import { RecordingLogger } from './recordingLogger';
import { WatchedLauncher } from './watchedLauncher';

export const request = requestAt('function add(a: number, b: number) {\n  return |\n}\n');

/** Generates for as long as it is let. */
export const endless: EngineRequest = {
  ...requestAt('const table = [\n  1,|\n];\n', 500),
  limits: { tokens: 250, lines: 500 },
};

export function linesOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `  const value${index} = compute(${index * 7});\n`).join(
    '',
  );
}

export const longRequest = requestAt(`${linesOf(200)}  |\n${linesOf(50)}`);

/** An engine in a process that can be looked at; it is let go after the test. The first `crashes` starts of it fail. */
export function startWatched(
  config: Partial<EngineConfig> = {},
  crashes = 0,
): { client: EngineClient; launcher: WatchedLauncher } {
  const launcher = new WatchedLauncher(new ProcessLauncher(engineBundle, new RecordingLogger()), crashes);
  const { client } = startTestEngine(config, launcher);
  letGoAfterTest(client);
  return { client, launcher };
}

/** Ends an engine and its processes when the test that runs is over. */
export function letGoAfterTest(client: EngineClient): void {
  onTestFinished(async () => {
    await client.restart();
    client.dispose();
  });
}

export async function processOf(client: EngineClient): Promise<number> {
  return (await client.stats())?.processId ?? 0;
}
