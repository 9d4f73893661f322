import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isAbortError } from '../../src/base/abort';
import { HearthError } from '../../src/base/errors';
import { ModelSwitcher } from '../../src/editor/models/modelSwitcher';
import { EngineClient } from '../../src/engine/engineClient';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import type { EngineConfig } from '../../src/engine/protocol';
import { type Memory, planMemory } from '../../src/models/fit';
import { readModelFile } from '../../src/models/modelFile';
import {
  engineBundle,
  never,
  requestAt,
  starterModel,
  tinyConfig,
  tinyModel,
} from '../support/engineUnderTest';
import { damaged } from '../support/ggufDamage';
import { HurriedClock } from '../support/hurriedClock';
import { isRunning, until } from '../support/processes';
import { RecordingLogger } from '../support/recordingLogger';
import { WatchedLauncher } from '../support/watchedLauncher';

const request = requestAt('const a = |');
const gigabyte = 1024 ** 3;
const plenty: Memory = { totalBytes: 16 * gigabyte, freeBytes: 8 * gigabyte };

let folder: string;
let client: EngineClient;
let launcher: WatchedLauncher;
let kept: string[];
let said: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-switch-'));
});
afterAll(async () => rm(folder, { recursive: true }));
afterEach(async () => {
  await client.restart();
  client.dispose();
});

const configFor = (modelPath: string): EngineConfig => ({ ...tinyConfig, modelPath });

function start({ memory = plenty, unloadAfterMs = 0, crashes = 0, factor = 1 } = {}): ModelSwitcher {
  const logger = new RecordingLogger();
  launcher = new WatchedLauncher(new ProcessLauncher(engineBundle, logger), crashes);
  kept = [];
  said = [];
  let current = tinyModel;
  client = new EngineClient({
    launcher: () => launcher,
    config: () => configFor(current),
    clock: new HurriedClock(factor),
    logger,
    unloadAfterMs: () => unloadAfterMs,
  });
  return new ModelSwitcher({
    engine: client,
    configFor,
    keep: (path) => {
      current = path;
      kept.push(path);
      return Promise.resolve();
    },
    say: (message) => said.push(message),
    memory: () => Promise.resolve(memory),
  });
}

const running = (): number[] => launcher.processIds.filter(isRunning);

async function failureOf(work: Promise<unknown>): Promise<HearthError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HearthError);
  return error as HearthError;
}

async function fileOf(name: string, content: Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('another model', () => {
  test('takes over when it has answered; the old one serves until then', async () => {
    const switcher = start();
    await client.complete(request, never);
    const [before] = running();
    const switching = switcher.switchTo(starterModel, 'Starter', never);
    let answers = 0;
    const isStill = (path: string): boolean => 'model' in client.status && client.status.model.path === path;
    while (isStill(tinyModel)) {
      await client.complete(request, never);
      answers++;
    }
    expect(await switching).toMatchObject({ path: starterModel });
    expect(answers).toBeGreaterThan(1);
    expect(client.status).toMatchObject({ state: 'ready', model: { path: starterModel } });
    expect(client.runs(configFor(starterModel))).toBe(true);
    await until(() => before !== undefined && !isRunning(before));
    expect(running()).toHaveLength(1);
    expect({ kept, said }).toEqual({ kept: [starterModel], said: [] });
    await client.complete(request, never);
    expect(launcher.processIds).toHaveLength(2);
  });

  test('is loaded where no engine runs yet, too', async () => {
    const switcher = start();
    await switcher.switchTo(starterModel, 'Starter', never);
    expect(client.status).toMatchObject({ state: 'ready', model: { path: starterModel } });
    expect(running()).toHaveLength(1);
  });

  test('that does not fit beside the old one waits until that is unloaded, and says so', async () => {
    start();
    await client.complete(request, never);
    const [before] = running();
    const { rssBytes } = (await client.stats()) ?? { rssBytes: 0 };
    const ownBytes = rssBytes - (await readFile(tinyModel)).length;
    const { facts } = await readModelFile(starterModel);
    const wanted = planMemory(facts.shape, { contextTokens: 2048, kvLimitBytes: 140 * 1024 ** 2 }, plenty);
    if (!('estimate' in wanted)) throw new Error('The starter does not fit into 8 GB.');
    // An eighth of what is free is left alone; half of what the old one gives back is missing.
    const freeBytes = wanted.estimate.total / (7 / 8) - ownBytes / 2;
    const narrow = new ModelSwitcher({
      engine: client,
      configFor: (modelPath) => ({ ...configFor(modelPath), kvMegabytes: 140 }),
      keep: (path) => Promise.resolve(void kept.push(path)),
      say: (message) => said.push(message),
      memory: () => Promise.resolve({ totalBytes: 16 * gigabyte, freeBytes }),
    });
    const switching = narrow.switchTo(starterModel, 'Starter', never);
    const waiting = until(() => said.length > 0).then(() => client.complete(request, never));
    await switching;
    await waiting;
    expect(said).toEqual([expect.stringMatching(/^Starter and the model in use do not fit.*unloaded first/)]);
    expect(before !== undefined && isRunning(before)).toBe(false);
    expect(launcher.processIds, 'who asked meanwhile started none').toHaveLength(2);
    expect(client.status).toMatchObject({ state: 'ready', model: { path: starterModel } });
  });
});

describe('the old model stays', () => {
  async function expectOld(): Promise<void> {
    await client.complete(request, never);
    expect(client.status).toMatchObject({ state: 'ready', model: { path: tinyModel } });
    expect(kept).toEqual([]);
    await until(() => running().length === 1);
  }

  test('where the file is damaged, which is found out before a process starts', async () => {
    const switcher = start();
    await client.complete(request, never);
    const good = await readFile(tinyModel);
    for (const [name, content] of [
      ['cut.gguf', good.subarray(0, good.length / 2)],
      ['page.gguf', Buffer.from('<html>')],
      ['lengths.gguf', damaged(good, 3, 200)],
    ] as const) {
      const failure = await failureOf(switcher.switchTo(await fileOf(name, content), name, never));
      expect(failure.reason, name).toBe('model-invalid');
    }
    expect(launcher.processIds).toHaveLength(1);
    await expectOld();
  });

  test('where the new one does not fit, with the figures', async () => {
    const switcher = start({ memory: { totalBytes: 16 * gigabyte, freeBytes: 100 * 1024 ** 2 } });
    await client.complete(request, never);
    const failure = await failureOf(switcher.switchTo(starterModel, 'Starter', never));
    expect(failure).toMatchObject({ reason: 'memory-insufficient' });
    expect(failure.message).toMatch(/Starter takes \d+ MB of memory at the least.*MB may be used/);
    await expectOld();
  });

  test('where the new one’s process ends while it loads', async () => {
    const switcher = start();
    await client.complete(request, never);
    launcher.crashes = 1;
    expect(await failureOf(switcher.switchTo(starterModel, 'Starter', never))).toMatchObject({
      reason: 'engine-crashed',
    });
    await expectOld();
  });

  test('where the user calls it off', async () => {
    const switcher = start();
    await client.complete(request, never);
    const abort = new AbortController();
    const switching = switcher.switchTo(starterModel, 'Starter', abort.signal);
    await until(() => launcher.processIds.length === 2);
    abort.abort();
    await expect(switching).rejects.toSatisfy(isAbortError);
    await expectOld();
  });
});

describe('a model that nobody uses', () => {
  test('is unloaded after a while, and loaded again by the next key', async () => {
    start({ unloadAfterMs: 300 });
    await client.complete(request, never);
    await until(() => client.status.state === 'unloaded');
    await until(() => running().length === 0);
    await client.complete(request, never);
    expect(client.status.state).toBe('ready');
    expect(client.restarts).toBe(0);
  });

  test('stays while it is used', async () => {
    start({ unloadAfterMs: 1_000 });
    const end = performance.now() + 2_500;
    while (performance.now() < end) await client.complete(request, never);
    expect(launcher.processIds).toHaveLength(1);
  });
});
