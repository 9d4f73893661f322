import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { isAbortError } from '../../src/base/abort';
import { EngineClient } from '../../src/engine/engineClient';
import { EngineProcess } from '../../src/engine/engineProcess';
import { GpuAdvisor } from '../../src/engine/gpu/gpuAdvisor';
import { GpuTrials } from '../../src/engine/gpu/gpuTrials';
import { binaryOf } from '../../src/engine/host/startLlama';
import { ProbeBook } from '../../src/engine/probe/probeBook';
import { Prober } from '../../src/engine/probe/prober';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import type { BackEnd, EngineConfig, GpuName } from '../../src/engine/protocol';
import { engineBundle, never, requestAt, tinyConfig, tinyModel } from '../support/engineUnderTest';
import { HurriedClock } from '../support/hurriedClock';
import { isRunning, until } from '../support/processes';
import { RecordingLogger } from '../support/recordingLogger';
import { WatchedLauncher } from '../support/watchedLauncher';

/** Processes that act as engines on a machine with a GPU; see there. */
const gpuMachine = fileURLToPath(new URL('../support/gpuMachine.mjs', import.meta.url));
const system = { platform: 'linux', arch: 'x64' } as const;
const wish: EngineConfig = { ...tinyConfig, gpu: 'auto' };
const request = requestAt('const a = |');

type Way = 'works' | 'slow' | 'lies' | 'fails' | 'crashes' | 'hangs' | 'fails-later';

let folder: string;
let logger: RecordingLogger;
let launcher: WatchedLauncher;
const ends: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-gpu-'));
  logger = new RecordingLogger();
});

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  vi.unstubAllEnvs();
  await until(() => !launcher.processIds.some(isRunning));
  await rm(folder, { recursive: true });
});

/** A machine where these back ends have a binary, and do so when they are used. */
async function machineWith(ways: Partial<Record<BackEnd, Way>>, bundle = gpuMachine, factor = 1) {
  vi.stubEnv('HEARTH_TEST_GPU', JSON.stringify(ways));
  vi.stubEnv('HEARTH_TEST_PROBES', join(folder, 'probes.txt'));
  for (const name of ['vulkan', 'cuda'] as const) {
    if (ways[name] === undefined) continue;
    const bins = join(folder, '@node-llama-cpp', `linux-x64-${name}`, 'bins', name);
    await mkdir(bins, { recursive: true });
    await writeFile(join(bins, 'llama-addon.node'), '');
  }
  return advisorOf(bundle, factor);
}

function advisorOf(bundle = gpuMachine, factor = 1, likely: readonly GpuName[] = []): GpuAdvisor {
  launcher = new WatchedLauncher(new ProcessLauncher(bundle, logger));
  const book = new ProbeBook(join(folder, 'storage', 'probes.json'));
  const prober = new Prober({ launcher, book, clock: new HurriedClock(factor), logger });
  return new GpuAdvisor({
    packagesFolders: [join(folder, 'dist'), folder],
    trialModel: tinyModel,
    prober,
    book,
    system,
    likely: () => Promise.resolve(likely),
  });
}

/** What was tried, in order. */
async function tried(): Promise<readonly string[]> {
  const text = await readFile(join(folder, 'probes.txt'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

describe('a probe', () => {
  test('of the processor reads and writes with a real model, in a process that is gone then', async () => {
    launcher = new WatchedLauncher(new ProcessLauncher(engineBundle, logger));
    const params = { modelPath: tinyModel, backEnd: 'off', threads: 1 } as const;
    const clock = new HurriedClock(1);
    const first = await EngineProcess.probe(launcher, params, 30_000, clock, logger, never);
    expect(first).toMatchObject({ device: null, freeBytes: 0 });
    expect(first.text.length).toBeGreaterThan(3);
    expect(first.promptMsPerToken).toBeGreaterThan(0);
    expect(first.msPerToken).toBeGreaterThan(first.promptMsPerToken);
    expect(launcher.processIds.filter(isRunning)).toEqual([]);
    const again = await EngineProcess.probe(launcher, params, 30_000, clock, logger, never);
    expect(again.text, 'greedy').toBe(first.text);
  });

  test('of a back end without a binary fails with the reason', async () => {
    const advisor = await machineWith({ vulkan: 'works' }, engineBundle);
    await advisor.tryOut(wish, never);
    const { backEnd, why } = await advisor.advise(wish);
    expect(backEnd).toBe('off');
    expect(why).toMatch(/^Vulkan: The engine has no llama\.cpp binary for this system/);
  });

  test('that is called off ends its process, and leaves nothing known', async () => {
    const advisor = await machineWith({ vulkan: 'hangs' });
    const abort = new AbortController();
    const trying = advisor.tryOut(wish, abort.signal);
    await until(async () => (await tried()).length === 1);
    abort.abort();
    await expect(trying).rejects.toSatisfy(isAbortError);
    expect(await advisor.isUntried(wish)).toBe(true);
  });
});

describe('what auto stands for', () => {
  const expectOff = async (ways: Partial<Record<BackEnd, Way>>, why: RegExp, factor = 1): Promise<void> => {
    const advisor = await machineWith(ways, gpuMachine, factor);
    await advisor.tryOut(wish, never);
    expect(await advisor.advise(wish)).toEqual({ backEnd: 'off', why: expect.stringMatching(why) as string });
    expect(await advisor.isUntried(wish)).toBe(false);
  };

  test('without a GPU binary is the processor, and nothing is started', async () => {
    await expectOff({}, /^this build of Hearth has no GPU back end$/);
    expect(launcher.processIds).toEqual([]);
  });

  test('without a binary for the GPU that seems to be there says what can be added', async () => {
    await machineWith({});
    const advisor = advisorOf(gpuMachine, 1, ['cuda', 'vulkan', 'metal']);
    expect(await advisor.advise(wish)).toEqual({
      backEnd: 'off',
      why:
        'this build of Hearth has no GPU back end; a GPU seems to be there: Hearth: Add GPU Support has CUDA and ' +
        'Vulkan for it',
      canAddGpu: true,
    });
  });

  test('with a binary says nothing of what could be added, unless it is of no use', async () => {
    await machineWith({ vulkan: 'works' });
    const advisor = advisorOf(gpuMachine, 1, ['cuda', 'vulkan']);
    expect(await advisor.advise(wish), 'not tried out yet').not.toHaveProperty('canAddGpu');
    await advisor.tryOut(wish, never);
    expect(await advisor.advise(wish)).toMatchObject({ backEnd: 'vulkan' });
    expect(await advisor.advise(wish)).not.toHaveProperty('canAddGpu');
    await advisor.forget();
    vi.stubEnv('HEARTH_TEST_GPU', JSON.stringify({ vulkan: 'fails' }));
    await advisor.tryOut(wish, never);
    expect(await advisor.advise(wish)).toMatchObject({
      why: expect.stringMatching(/too old; a GPU seems to be there: .* has CUDA for it$/) as string,
      canAddGpu: true,
    });
  });

  test('is the processor where a probe crashes', () =>
    expectOff(
      { vulkan: 'crashes' },
      /^Vulkan: The engine process ended by signal SIGSEGV while it was tried out$/,
    ));

  test('is the processor where a probe hangs', () =>
    expectOff({ vulkan: 'hangs' }, /^Vulkan: it did not answer within 30 s$/, 60));

  test('is the processor where a probe fails, and nothing else is tried', async () => {
    await expectOff({ vulkan: 'fails' }, /^Vulkan: The driver is too old$/);
    expect(await tried()).toEqual(['vulkan']);
  });

  test('is the processor where a GPU answers otherwise, or slower', async () => {
    await expectOff(
      { vulkan: 'lies', cuda: 'slow' },
      /^CUDA \(Test cuda\) is no faster than the CPU; Vulkan \(Test vulkan\) computes something else than the CPU$/,
    );
  });

  test('is the GPU that works, whatever the other one does; and it is tried out once', async () => {
    const advisor = await machineWith({ cuda: 'crashes', vulkan: 'works' });
    expect(await advisor.advise(wish)).toMatchObject({ backEnd: 'off' });
    expect(await advisor.isUntried(wish)).toBe(true);
    await advisor.tryOut(wish, never);
    const choice = { backEnd: 'vulkan', why: 'Test vulkan, 5.0 times as fast as the CPU' };
    expect(await advisor.advise(wish)).toEqual(choice);
    const nextWindow = advisorOf();
    await nextWindow.tryOut(wish, never);
    expect(await nextWindow.advise(wish)).toEqual(choice);
    expect(await tried()).toEqual(['cuda', 'vulkan', 'off']);
  });

  test('is tried out again after another driver, another binary, and by hand', async () => {
    const advisor = await machineWith({ vulkan: 'fails' });
    await advisor.tryOut(wish, never);
    vi.stubEnv('VK_DRIVER_FILES', '/another.json');
    expect(await advisor.isUntried(wish)).toBe(true);
    await advisor.tryOut(wish, never);
    await writeFile(join(folder, '@node-llama-cpp/linux-x64-vulkan/bins/vulkan/llama-addon.node'), 'newer');
    expect(await advisor.isUntried(wish)).toBe(true);
    await advisor.tryOut(wish, never);
    await advisor.forget();
    expect(await advisor.isUntried(wish)).toBe(true);
  });

  test('is given up where trying it out ended everything twice', async () => {
    const advisor = await machineWith({ vulkan: 'hangs' });
    for (const before of [1, 2]) {
      const trying = advisorOf().tryOut(wish, never);
      trying.catch(() => undefined);
      await until(async () => (await tried()).length === before);
      // The window, and all it knew, is gone; only the process is there to be ended.
      const file = join(folder, 'storage', 'probes.json');
      const written = await readFile(file);
      for (const id of launcher.processIds.filter(isRunning)) process.kill(id, 'SIGKILL');
      await trying;
      await writeFile(file, written);
    }
    expect(await advisor.isUntried(wish)).toBe(false);
    expect((await advisor.advise(wish)).why).toBe('Vulkan: trying it out was never finished');
  });
});

describe('an engine with auto', () => {
  async function start(ways: Partial<Record<BackEnd, Way>>) {
    const advisor = await machineWith(ways);
    const clock = new HurriedClock(20);
    const client = new EngineClient({
      launcher: () => launcher,
      config: () => wish,
      backEnds: advisor,
      clock,
      logger,
    });
    ends.push(async () => {
      await client.restart();
      client.dispose();
    });
    return { advisor, client, clock };
  }

  test('starts on the processor, tries the GPU out in a pause, and changes over', async () => {
    const { advisor, client, clock } = await start({ vulkan: 'works' });
    const trials = new GpuTrials({ engine: client, advisor, config: () => wish, clock, logger });
    ends.push(() => trials.dispose());
    expect(await client.complete(request, never)).toMatchObject({ text: 'off' });
    expect(await tried(), 'nothing waited for it').toEqual([]);
    expect(client.status).toMatchObject({
      model: { gpu: false, gpuNote: expect.stringMatching(/when you pause/) as string },
    });
    await until(() => client.runsOn === 'vulkan');
    expect(await client.complete(request, never)).toMatchObject({ text: 'vulkan' });
    expect(client.status).toMatchObject({
      state: 'ready',
      model: { gpu: 'vulkan', gpuNote: 'Test vulkan, 5.0 times as fast as the CPU' },
    });
    expect(client.restarts).toBe(0);
  });

  test('stays on the processor where the GPU is of no use, and says why from then on', async () => {
    const { advisor, client, clock } = await start({ vulkan: 'fails' });
    const trials = new GpuTrials({ engine: client, advisor, config: () => wish, clock, logger });
    ends.push(() => trials.dispose());
    await client.complete(request, never);
    const noteOf = () => ('model' in client.status ? client.status.model.gpuNote : undefined);
    expect(noteOf()).toMatch(/when you pause/);
    await until(() => noteOf() === 'Vulkan: The driver is too old');
    await client.complete(request, never);
    expect(noteOf(), 'after the next answer, too').toBe('Vulkan: The driver is too old');
    expect(client.restarts).toBe(0);
  });

  test('on a GPU that fails in use starts again on the processor, and stays there', async () => {
    const { advisor, client } = await start({ vulkan: 'fails-later' });
    await advisor.tryOut(wish, never);
    await expect(client.complete(request, never)).rejects.toMatchObject({ reason: 'engine-crashed' });
    expect(client.status.state).toBe('restarting');
    expect(await client.complete(request, never)).toMatchObject({ text: 'off' });
    expect(client.status).toMatchObject({
      model: {
        gpu: false,
        gpuNote: expect.stringMatching(
          /^Vulkan: failed in use: The engine process ended by signal/,
        ) as string,
      },
    });
  });

  test('on a GPU that crashes as it loads starts on the processor at once', async () => {
    const { advisor, client } = await start({ vulkan: 'works' });
    await advisor.tryOut(wish, never);
    vi.stubEnv('HEARTH_TEST_GPU', JSON.stringify({ vulkan: 'crashes' }));
    expect(await client.complete(request, never)).toMatchObject({ text: 'off' });
    expect(client.restarts).toBe(0);
    expect(await advisor.advise(wish)).toMatchObject({ backEnd: 'off' });
  });

  test('is one that settings can insist on: then what fails is a problem', async () => {
    await machineWith({ vulkan: 'fails' });
    const config = (): EngineConfig => ({ ...wish, gpu: 'vulkan' });
    const client = new EngineClient({ launcher: () => launcher, config, clock: new HurriedClock(1), logger });
    ends.push(() => client.dispose());
    await expect(client.complete(request, never)).rejects.toMatchObject({ reason: 'native-binary-missing' });
  });
});

test('the processor of Apple silicon is in the binary that has Metal', () => {
  expect(binaryOf('off', 'darwin', 'arm64')).toBe('metal');
  expect(binaryOf('off', 'darwin', 'x64')).toBe(false);
  expect(binaryOf('off', 'linux', 'x64')).toBe(false);
  expect(binaryOf('vulkan', 'linux', 'x64')).toBe('vulkan');
});
