import { SystemClock } from '../../src/base/clock';
import { SilentLogger } from '../../src/base/logger';
import { EngineClient } from '../../src/engine/engineClient';
import type { EngineRequest } from '../../src/engine/port';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import type { EngineConfig } from '../../src/engine/protocol';

/** What the owner is told in its first argument, as JSON. */
export interface OwnerTask {
  readonly bundle: string;
  readonly config: EngineConfig;
  readonly request: EngineRequest;
}

/**
 * A program that owns an engine: asks once, prints the engine's process id, and asks again and again, so that it is
 * killed in the middle of something.
 */
async function own({ bundle, config, request }: OwnerTask): Promise<never> {
  const logger = new SilentLogger();
  const client = new EngineClient({
    launcher: () => new ProcessLauncher(bundle, logger),
    config: () => config,
    clock: new SystemClock(),
    logger,
  });
  const { signal } = new AbortController();
  await client.complete(request, signal);
  const stats = await client.stats();
  console.log(String(stats?.processId));
  for (;;) {
    await client.clear();
    await client.complete(request, signal);
  }
}

void own(JSON.parse(process.argv[2] ?? '') as OwnerTask);
