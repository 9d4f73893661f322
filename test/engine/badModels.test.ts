import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HearthError } from '../../src/base/errors';
import type { LayoutName } from '../../src/engine/port';
import type { EngineClient } from '../../src/engine/engineClient';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import { engineBundle, never, requestAt, startTestEngine, tinyModel } from '../support/engineUnderTest';
import { damaged, withoutFimTokens } from '../support/ggufDamage';
import { isRunning } from '../support/processes';
import { RecordingLogger } from '../support/recordingLogger';
import { WatchedLauncher } from '../support/watchedLauncher';

const request = requestAt('const a = |');

let folder: string;
let good: Buffer;
let client: EngineClient | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-models-'));
  good = await readFile(tinyModel);
});
afterAll(async () => rm(folder, { recursive: true }));
afterEach(async () => {
  await client?.restart();
  client?.dispose();
  client = undefined;
});

/** An engine whose model can be changed, as a user changes a setting. */
function engineFor(modelPath: string) {
  const launcher = new WatchedLauncher(new ProcessLauncher(engineBundle, new RecordingLogger()));
  const config: { modelPath: string; layout?: LayoutName } = { modelPath };
  ({ client } = startTestEngine(config, launcher));
  const started = client;
  const useModel = async (path: string, layout?: LayoutName): Promise<void> => {
    config.modelPath = path;
    if (layout) config.layout = layout;
    await started.restart();
  };
  return { client: started, launcher, useModel };
}

async function fileOf(name: string, content: Buffer): Promise<string> {
  const path = join(folder, `${name}.gguf`);
  await writeFile(path, content);
  return path;
}

async function failureOf(engine: EngineClient): Promise<HearthError> {
  const error: unknown = await engine.complete(request, never).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HearthError);
  return error as HearthError;
}

const version = (number: number) => (): Buffer => {
  const copy = Buffer.from(good);
  copy.writeUInt32LE(number, 4);
  return copy;
};

describe('a model that cannot be used fails by name, once, until another is chosen', () => {
  const cases: readonly [name: string, reason: RegExp, says: RegExp, content?: () => Buffer][] = [
    ['missing', /^model-missing$/, /does not exist.*another GGUF file/],
    ['empty', /^model-invalid$/, /is empty.*another GGUF file/, () => Buffer.alloc(0)],
    ['cut after 3 bytes', /^model-invalid$/, /cut short|not a model/, () => good.subarray(0, 3)],
    ['cut after 8 bytes', /^model-invalid$/, /cut short: 8 bytes/, () => good.subarray(0, 8)],
    ['cut after 1 KB', /^model-invalid$/, /damaged or cut short.*at byte/, () => good.subarray(0, 1024)],
    [
      'cut in the middle',
      /^model-invalid$/,
      /cut short: it ends at byte/,
      () => good.subarray(0, good.length / 2),
    ],
    [
      'cut 100 bytes before its end',
      /^model-invalid$/,
      /cut short: it ends at byte/,
      () => good.subarray(0, -100),
    ],
    [
      'a web page',
      /^model-invalid$/,
      /begins with "<htm"/,
      () => Buffer.from('<html><body>Not found</body></html>'),
    ],
    ['of version 1', /^model-invalid$/, /GGUF version 1;/, version(1)],
    ['of version 99', /^model-invalid$/, /GGUF version 99;/, version(99)],
  ];

  test.each(cases)('%s', async (name, reason, says, content) => {
    const path = content ? await fileOf(name, content()) : join(folder, 'missing.gguf');
    const { client, launcher, useModel } = engineFor(path);
    const failure = await failureOf(client);
    expect(failure.reason).toMatch(reason);
    expect(failure.message).toMatch(says);
    expect(failure.message).toContain(`${name}.gguf`);
    expect(failure.message).toContain('hearth.model.path');
    expect(client.status).toMatchObject({ state: 'problem', problem: { reason: failure.reason } });

    expect((await failureOf(client)).message).toBe(failure.message);
    expect(launcher.processIds, 'no second try').toHaveLength(1);
    expect(launcher.processIds.filter(isRunning)).toEqual([]);

    await useModel(tinyModel);
    await client.complete(request, never);
    expect(client.status.state).toBe('ready');
  });

  test('a model without sentinels is asked with the text above; other layouts are refused by name', async () => {
    const path = await fileOf('without-sentinels', withoutFimTokens(good));
    const { client, useModel } = engineFor(path);
    await client.complete(request, never);
    expect(client.status).toMatchObject({ state: 'ready', model: { layout: 'prefix-only' } });
    await useModel(path, 'anchored');
    const failure = await failureOf(client);
    expect(failure).toMatchObject({ reason: 'model-unsuitable' });
    expect(failure.message).toMatch(/anchored layout.*prefix-only.*hearth\.model\.layout/);
  });

  test('a folder', async () => {
    const { client } = engineFor(folder);
    const failure = await failureOf(client);
    expect(failure).toMatchObject({ reason: 'model-missing' });
    expect(failure.message).toContain(`${folder} is a folder`);
  });
});

describe('a damaged header', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

  test.each(seeds)(
    'ends in a clear error or a working model (seed %i)',
    { timeout: 60_000 },
    async (seed) => {
      const path = await fileOf(`damaged-${seed}`, damaged(good, seed));
      const { client, useModel } = engineFor(path);
      const outcome: unknown = await client.complete(request, never).then(
        () => 'works',
        (reason: unknown) => reason,
      );
      if (outcome !== 'works') {
        expect(outcome).toBeInstanceOf(HearthError);
        const { reason, message } = outcome as HearthError;
        expect(reason).toMatch(
          /^(model-(invalid|load-failed|unsuitable)|memory-insufficient|engine-crashed)$/,
        );
        expect(message).toContain(`damaged-${seed}.gguf`);
      }
      await useModel(tinyModel);
      await client.complete(request, never);
      expect(client.status.state).toBe('ready');
    },
  );
});
