import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isAbortError } from '../../src/base/abort';
import { EngineClient } from '../../src/engine/engineClient';
import { sliceMs } from '../../src/engine/host/sliceSize';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import { engineBundle, never, starterModel, tinyConfig } from '../support/engineUnderTest';
import { HurriedClock } from '../support/hurriedClock';
import { until } from '../support/processes';
import { RecordingLogger } from '../support/recordingLogger';
import {
  endless,
  letGoAfterTest,
  longRequest,
  processOf,
  request,
  startWatched,
} from '../support/watchedEngine';

describe('an abort', () => {
  test('in a long prefill frees the engine within a few slices, and keeps what was evaluated', async () => {
    const { client } = startWatched({ modelPath: starterModel });
    await client.complete(request, never);
    const controller = new AbortController();
    const aborted = client.complete(longRequest, controller.signal);
    await delay(300);
    controller.abort();
    await expect(aborted).rejects.toSatisfy(isAbortError);
    const { cost } = await client.complete(longRequest, never);
    expect(cost.queueMs).toBeLessThan(10 * sliceMs);
    expect(cost.abandonedTokens).toBeGreaterThan(0);
    // Of the prompt, what the first request evaluated is there, and the rest is not.
    expect(cost.reusedTokens).toBeGreaterThanOrEqual(cost.abandonedTokens);
    expect(cost.evaluatedTokens).toBeGreaterThan(1);
    expect(client.status.state).toBe('ready');
  });

  test('of the first request in a document leaves the next one cold: the prompt is paid for there', async () => {
    const { client } = startWatched({ modelPath: starterModel });
    await client.complete(request, never);
    const elsewhere = { ...longRequest, prompt: { ...longRequest.prompt, document: 'file:///elsewhere.ts' } };
    const controller = new AbortController();
    const aborted = client.complete(elsewhere, controller.signal);
    await delay(300);
    controller.abort();
    await expect(aborted).rejects.toSatisfy(isAbortError);
    expect((await client.complete(elsewhere, never)).cost.cold).toBe(true);
    expect((await client.complete(elsewhere, never)).cost.cold).toBe(false);
  });

  test('while the model loads is answered at once, and the load goes on', async () => {
    const { client, launcher } = startWatched();
    const controller = new AbortController();
    const aborted = client.complete(request, controller.signal);
    controller.abort();
    await expect(aborted).rejects.toSatisfy(isAbortError);
    expect(client.status.state).toBe('loading');
    await client.complete(request, never);
    expect(launcher.processIds).toHaveLength(1);
  });

  test('before the request starts nothing', async () => {
    const { client, launcher } = startWatched();
    await expect(client.complete(request, AbortSignal.abort())).rejects.toSatisfy(isAbortError);
    expect(launcher.processIds).toEqual([]);
    expect(client.status.state).toBe('unloaded');
  });

  test('in the middle of an answer leaves the engine ready for the next', async () => {
    const { client } = startWatched();
    const controller = new AbortController();
    const aborted = client.complete(endless, controller.signal, () => controller.abort());
    await expect(aborted).rejects.toSatisfy(isAbortError);
    expect((await client.complete(request, never)).text).not.toBe('');
  });

  test('that the engine does not answer ends it', async () => {
    const logger = new RecordingLogger();
    const client = new EngineClient({
      launcher: () => new ProcessLauncher(engineBundle, logger),
      config: () => tinyConfig,
      clock: new HurriedClock(20),
      logger,
    });
    letGoAfterTest(client);
    await client.complete(request, never);
    const first = await processOf(client);
    process.kill(first, 'SIGSTOP');
    const controller = new AbortController();
    const aborted = client.complete(request, controller.signal);
    await until(() => client.status.state === 'working');
    controller.abort();
    await expect(aborted).rejects.toSatisfy(isAbortError);
    await until(() => client.status.state === 'restarting');
    expect(client.status).toMatchObject({ problem: { reason: 'engine-hung' } });
    await client.complete(request, never);
    expect(await processOf(client)).not.toBe(first);
  });
});
