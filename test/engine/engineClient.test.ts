import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { isAbortError } from '../../src/base/abort';
import { EngineClient } from '../../src/engine/engineClient';
import { staleLimits } from '../../src/engine/host/places';
import { sliceMs } from '../../src/engine/host/sliceSize';
import { InProcessLauncher } from '../../src/engine/inProcessLauncher';
import type { EngineRequest, EngineStatus } from '../../src/engine/port';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import type { EngineConfig } from '../../src/engine/protocol';
import {
  engineBundle,
  never,
  requestAt,
  starterModel,
  startTestEngine,
  tinyConfig,
} from '../support/engineUnderTest';
import type { OwnerTask } from '../support/engineOwner';
import { HurriedClock } from '../support/hurriedClock';
import { isRunning, until } from '../support/processes';
import { RecordingLogger } from '../support/recordingLogger';
import { WatchedLauncher } from '../support/watchedLauncher';

const request = requestAt('function add(a: number, b: number) {\n  return |\n}\n');

/** Generates for as long as it is let. */
const endless: EngineRequest = {
  ...requestAt('const table = [\n  1,|\n];\n', 500),
  limits: { tokens: 250, lines: 500 },
};

function linesOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `  const value${index} = compute(${index * 7});\n`).join(
    '',
  );
}

const longRequest = requestAt(`${linesOf(200)}  |\n${linesOf(50)}`);

const clients: EngineClient[] = [];

/** An engine that is let go after the test, with its processes. */
function start(
  config: Partial<EngineConfig> = {},
  crashes = 0,
): { client: EngineClient; launcher: WatchedLauncher } {
  const launcher = new WatchedLauncher(new ProcessLauncher(engineBundle, new RecordingLogger()), crashes);
  const { client } = startTestEngine(config, launcher);
  clients.push(client);
  return { client, launcher };
}

async function processOf(client: EngineClient): Promise<number> {
  return (await client.stats())?.processId ?? 0;
}

afterEach(async () => {
  for (const client of clients.splice(0)) {
    await client.restart();
    client.dispose();
  }
});

describe('an answer computed ahead', () => {
  const ahead: EngineRequest = { ...request, priority: 'ahead' };

  test('starts no engine', async () => {
    const { client } = start();
    await expect(client.complete(ahead, never)).rejects.toSatisfy(isAbortError);
    expect(client.status.state).toBe('unloaded');
  });

  test('is the answer of a foreground request, and what it evaluates is background', async () => {
    const { client } = start();
    const { text } = await client.complete(request, never);
    await client.clear();
    const before = (await client.stats())?.backgroundTokens ?? 0;
    const early = await client.complete(ahead, never);
    expect(early.text).toBe(text);
    expect(early.cost).toMatchObject({ reusedTokens: 0, abandonedTokens: 0 });
    const evaluated = ((await client.stats())?.backgroundTokens ?? 0) - before;
    expect(evaluated).toBe(early.cost.evaluatedTokens);
    const late = await client.complete(request, never);
    expect(late.text).toBe(text);
    expect(late.cost).toMatchObject({ evaluatedTokens: 1, abandonedTokens: 0 });
  });

  test('is not computed where background work is turned off', async () => {
    const { client } = start({ pacing: 'live', backgroundCpuPercent: 0 });
    await client.complete(request, never);
    await expect(client.complete(ahead, never)).rejects.toSatisfy(isAbortError);
    expect((await client.stats())?.backgroundTokens).toBe(0);
  });

  test('may be aborted at any time', async () => {
    const { client } = start();
    await client.complete(request, never);
    const process = await processOf(client);
    for (let after = 0; after < 40; after++) {
      const abort = new AbortController();
      const early = client.complete({ ...endless, priority: 'ahead' }, abort.signal);
      early.catch(() => undefined);
      if (after % 4 > 0) await delay(after % 4);
      abort.abort();
      await expect(early).rejects.toSatisfy(isAbortError);
    }
    await client.complete(request, never);
    expect(await processOf(client)).toBe(process);
  });

  test('is called off by a foreground request, and by another one ahead', async () => {
    const { client } = start();
    await client.complete(request, never);
    for (const next of [request, ahead]) {
      const early = client.complete({ ...endless, priority: 'ahead' }, never);
      const [first, second] = await Promise.allSettled([early, client.complete(next, never)]);
      expect(first.status === 'rejected' && isAbortError(first.reason)).toBe(true);
      expect(second.status).toBe('fulfilled');
      expect(client.status.state).toBe('ready');
    }
  });
});

describe('an engine in a process of its own', () => {
  test('completes, and streams the text', async () => {
    const { client } = start();
    const streamed: string[] = [];
    const { text, stop, cost } = await client.complete(request, never, (soFar) => streamed.push(soFar));
    expect(streamed.length).toBeGreaterThan(1);
    for (const [index, soFar] of streamed.entries())
      expect(soFar.startsWith(streamed[index - 1] ?? '')).toBe(true);
    expect(text.startsWith(streamed.at(-1) ?? '')).toBe(true);
    expect(text).not.toContain('\n');
    expect(['line', 'tokens', 'end-of-text']).toContain(stop);
    expect(cost).toMatchObject({ cold: true, reusedTokens: 0, abandonedTokens: 0 });
    expect(cost.generatedTokens).toBeGreaterThan(0);
    expect(cost.firstTokenMs).toBeLessThanOrEqual(cost.totalMs);
    expect(await processOf(client)).not.toBe(process.pid);
  });

  test('starts with the first request, and once for several', async () => {
    const { client, launcher } = start();
    expect(client.status).toEqual({ state: 'unloaded' });
    expect(await client.stats()).toBeUndefined();
    expect(await client.runBackground(100)).toBe(0);
    const answers = await Promise.all([1, 2, 3].map(() => client.complete(request, never)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(launcher.processIds).toHaveLength(1);
  });

  test('tells its status', async () => {
    const { client } = start();
    const states: EngineStatus[] = [];
    client.onDidChangeStatus((status) => states.push(status));
    await client.complete(request, never);
    expect(states.map(({ state }) => state)).toEqual(['loading', 'ready', 'working', 'ready']);
    expect(client.status).toBe(states.at(-1));
    expect(client.status).toMatchObject({
      model: { path: tinyConfig.modelPath, layout: 'anchored', contextTokens: 2048, threads: 1, gpu: false },
    });
    await client.restart();
    expect(client.status).toEqual({ state: 'unloaded' });
  });

  test('reports its process, its memory and its background work', async () => {
    const { client, launcher } = start();
    await client.complete(request, never);
    const stats = await client.stats();
    expect(stats).toMatchObject({ processId: launcher.processIds[0], backgroundTokens: 0 });
    expect(stats?.rssBytes).toBeGreaterThan(10_000_000);
    expect(stats?.cpuSeconds).toBeGreaterThan(0.05);
    expect(stats?.cpuSecondsAMinute).toBeLessThanOrEqual(stats?.cpuSeconds ?? 0);
  });

  test('says what each sequence holds, and how ready it is', async () => {
    const { client } = start();
    const places = async () => (await client.stats())?.sequences;
    const { cost } = await client.complete(request, never);
    const [serving, ...others] = (await places()) ?? [];
    expect(serving).toMatchObject({ path: request.prompt.path, line: request.prompt.line, state: 'serving' });
    // The last token that was generated is in the cache only when another one is asked for.
    const { reusedTokens, evaluatedTokens, generatedTokens } = cost;
    expect(serving?.tokens).toBe(reusedTokens + evaluatedTokens + generatedTokens - 1);
    const empty = { path: null, line: null, tokens: 0, state: 'empty' };
    expect(others).toEqual(others.map(() => empty));
    expect(others.length).toBeGreaterThan(0);

    const elsewhere = { ...longRequest.prompt, document: 'file:///other.ts', path: 'other.ts', line: 7 };
    client.visit(elsewhere);
    await client.runBackground(63);
    const preparing = (await places())?.find(({ path }) => path === 'other.ts');
    expect(preparing).toEqual({ path: 'other.ts', line: 7, tokens: 63, state: 'preparing' });
    await client.runBackground(100_000);
    expect((await places())?.find(({ path }) => path === 'other.ts')?.state).toBe('warm');
    expect((await places())?.find(({ path }) => path === request.prompt.path)?.state).toBe('serving');

    await client.clear();
    expect(await places()).toEqual([empty, ...others]);
  });

  test('tells how many tokens healing took back', async () => {
    const { client } = start();
    const healed = async (marked: string): Promise<number> =>
      (await client.complete(requestAt(marked), never)).cost.healedTokens;
    expect(await healed('const total = 1;\n|\n')).toBe(0);
    expect(await healed('const total = 1;\nreturn tot|\n')).toBeGreaterThan(0);
  });

  test('answers as one in this process does', async () => {
    const { client } = start();
    const inProcess = startTestEngine({}, new InProcessLauncher(engineBundle)).client;
    clients.push(inProcess);
    for (const [index, marked] of [
      'const a = |',
      'if (x) {\n  |\n}',
      'class A {\n  get |',
      'a|b',
    ].entries()) {
      const asked = requestAt(marked, 1 + index, `file:///${index}.ts`);
      const here = await inProcess.complete(asked, never);
      const there = await client.complete(asked, never);
      expect(here.text).toBe(there.text);
      expect(here.stop).toBe(there.stop);
      expect(here.cost.evaluatedTokens).toBe(there.cost.evaluatedTokens);
    }
    expect(await processOf(inProcess)).toBe(process.pid);
    await inProcess.restart();
    expect(await inProcess.complete(request, never)).toMatchObject({ cost: { cold: true } });
  });
});

describe('what is kept', () => {
  test('makes the same request warm', async () => {
    const { client } = start();
    const cold = await client.complete(request, never);
    expect(client.isWarm(request.prompt.document)).toBe(true);
    expect(client.isWarm('file:///other.ts')).toBe(false);
    const warm = await client.complete(request, never);
    expect(warm.cost).toMatchObject({ cold: false, evaluatedTokens: 1 });
    expect(warm.cost.reusedTokens).toBe(cold.cost.evaluatedTokens - 1);
    expect(warm.text).toBe(cold.text);
  });

  test('is forgotten when cleared', async () => {
    const { client } = start();
    const first = await client.complete(request, never);
    await client.clear();
    expect(client.isWarm(request.prompt.document)).toBe(false);
    const { text, cost } = await client.complete(request, never);
    expect(cost).toMatchObject({ cold: true, evaluatedTokens: first.cost.evaluatedTokens, reusedTokens: 0 });
    expect(text).toBe(first.text);
  });

  const typedDown = (lines: number): EngineRequest =>
    requestAt(`${linesOf(100)}${'  step();\n'.repeat(lines)}  |\n${linesOf(50)}`);

  test('has its next placement prepared in the background, in time', async () => {
    const { client } = start();
    await client.complete(typedDown(0), never);
    expect(await client.runBackground(10_000), 'nothing to prepare yet').toBe(0);
    await client.complete(typedDown(60), never);
    expect(await client.runBackground(5)).toBe(5);
    const rest = await client.runBackground(10_000);
    expect(rest).toBeGreaterThan(100);
    expect(await client.runBackground(10_000), 'all is prepared').toBe(0);
    expect((await client.stats())?.backgroundTokens).toBe(5 + rest);
    const { cost } = await client.complete(typedDown(61), never);
    expect(cost.evaluatedTokens).toBeLessThan(20);
    expect(await client.runBackground(10_000), 'the new placement serves').toBe(0);
  });

  /** Three documents that share no text. */
  const documents = ['first', 'second', 'third'] as const;
  const placeIn = (document: (typeof documents)[number]): EngineRequest => {
    const lines = (count: number): string => linesOf(count).replaceAll('value', document);
    return requestAt(`${lines(80)}  return ${document}.|;\n${lines(40)}`, 1, `file:///${document}.ts`);
  };

  test('is prepared by a visit, so that its first key is warm', async () => {
    const { client } = start();
    await client.complete(placeIn('first'), never);
    client.visit(placeIn('third').prompt);
    expect(await client.runBackground(10_000)).toBeGreaterThan(500);
    expect(await client.runBackground(10_000), 'all is prepared').toBe(0);
    const { cost } = await client.complete(placeIn('third'), never);
    expect(cost).toMatchObject({ cold: true, evaluatedTokens: 1 });
  });

  test('stays warm while two others are visited in turn', async () => {
    const { client } = start();
    for (const document of documents) await client.complete(placeIn(document), never);
    for (let round = 0; round < 2; round++) {
      for (const document of documents) {
        const { cost } = await client.complete(placeIn(document), never);
        expect(cost, document).toMatchObject({ cold: false, evaluatedTokens: 1 });
      }
    }
  });

  test('that shares text with another takes over its tokens', async () => {
    const { client } = start();
    const text = `${linesOf(80)}  return a.|;\n${linesOf(40)}`;
    const first = await client.complete(requestAt(text), never);
    const second = await client.complete(requestAt(text, 1, 'file:///copy.ts'), never);
    expect(second.cost).toMatchObject({ cold: true, evaluatedTokens: 1 });
    expect(second.text).toBe(first.text);
    const again = await client.complete(requestAt(text), never);
    expect(again.cost, 'which keep them').toMatchObject({ cold: false, evaluatedTokens: 1 });
  });

  test('is one of three in a file that stay warm', async () => {
    const { client } = start();
    const at = (line: number): EngineRequest =>
      requestAt(`${linesOf(line)}  return value.|;\n${linesOf(600 - line)}`, 1);
    const lines = [100, 300, 500];
    for (const line of lines) await client.complete(at(line), never);
    for (const line of lines) {
      expect((await client.complete(at(line), never)).cost, `line ${line}`).toMatchObject({
        evaluatedTokens: 1,
      });
    }
  });

  test('costs next to nothing after an edit far above or below, and is put right in the background', async () => {
    const { client } = start();
    const text = (above: string, below: string, typed: string): EngineRequest =>
      requestAt(`${above}${linesOf(34)}  ${typed}|\n${linesOf(10)}${below}`);
    await client.complete(text('', '', 'const a = '), never);
    const edited = text("import { x } from 'x';\n", '// more\n', 'const a = b');
    const { cost } = await client.complete(edited, never);
    expect(cost.evaluatedTokens).toBeLessThan(8);
    expect(cost.staleCharacters).toBeGreaterThan(20);
    expect(await client.runBackground(10_000), 'it may be left at once').toBe(0);
    for (let more = 0; more < staleLimits.answersBeforeRefresh; more++) await client.complete(edited, never);
    expect(await client.runBackground(10_000)).toBeGreaterThan(100);
    const fresh = await client.complete(text("import { x } from 'x';\n", '// more\n', 'const a = b.'), never);
    expect(fresh.cost).toMatchObject({ staleCharacters: 0, staleAnswers: 0 });
    expect(fresh.cost.evaluatedTokens).toBeLessThan(8);
  });

  test('is not stale for more answers than the limit', async () => {
    const { client } = start();
    const text = (above: string, typed: string): EngineRequest =>
      requestAt(`${above}${linesOf(34)}  ${typed}|\n${linesOf(10)}`);
    await client.complete(text('', 'a'), never);
    const stale: number[] = [];
    for (let key = 1; key <= staleLimits.answers + 1; key++) {
      const { cost } = await client.complete(text('// new\n', 'a'.repeat(key)), never);
      stale.push(cost.staleCharacters);
    }
    expect(stale.slice(0, -1).every((characters) => characters > 0)).toBe(true);
    expect(stale.at(-1)).toBe(0);
  });
});

describe('an abort', () => {
  test('in a long prefill frees the engine within a few slices, and keeps what was evaluated', async () => {
    const { client } = start({ modelPath: starterModel });
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
    const { client } = start({ modelPath: starterModel });
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
    const { client, launcher } = start();
    const controller = new AbortController();
    const aborted = client.complete(request, controller.signal);
    controller.abort();
    await expect(aborted).rejects.toSatisfy(isAbortError);
    expect(client.status.state).toBe('loading');
    await client.complete(request, never);
    expect(launcher.processIds).toHaveLength(1);
  });

  test('before the request starts nothing', async () => {
    const { client, launcher } = start();
    await expect(client.complete(request, AbortSignal.abort())).rejects.toSatisfy(isAbortError);
    expect(launcher.processIds).toEqual([]);
    expect(client.status.state).toBe('unloaded');
  });

  test('in the middle of an answer leaves the engine ready for the next', async () => {
    const { client } = start();
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
    clients.push(client);
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

describe('a crash', () => {
  test('while idle is noticed, and the next request comes from a new process', async () => {
    const { client } = start();
    await client.complete(request, never);
    const first = await processOf(client);
    process.kill(first, 'SIGKILL');
    await until(() => client.status.state === 'restarting');
    expect(client.status).toMatchObject({ problem: { reason: 'engine-crashed' } });
    expect(client.isWarm(request.prompt.document)).toBe(false);
    const { cost } = await client.complete(request, never);
    expect(cost.cold).toBe(true);
    const stats = await client.stats();
    expect(stats?.processId).not.toBe(first);
    expect(client.restarts).toBe(1);
  });

  test('while a request runs fails it, and the next request comes from a new process', async () => {
    const { client } = start();
    await client.complete(request, never);
    const first = await processOf(client);
    const running = client.complete(endless, never, () => process.kill(first, 'SIGKILL'));
    await expect(running).rejects.toMatchObject({
      reason: 'engine-crashed',
      message: 'The engine process ended by signal SIGKILL while completing.',
    });
    await until(() => client.status.state === 'restarting');
    expect((await client.complete(request, never)).text).not.toBe('');
    expect(await processOf(client)).not.toBe(first);
    expect(client.status.state).toBe('ready');
  });

  test('in the middle of its start fails the request, and the next one starts it again', async () => {
    const { client, launcher } = start({}, 1);
    await expect(client.complete(request, never)).rejects.toMatchObject({ reason: 'engine-crashed' });
    expect(client.status).toMatchObject({ state: 'restarting', problem: { reason: 'engine-crashed' } });
    expect((await client.complete(request, never)).text).not.toBe('');
    expect(launcher.processIds).toHaveLength(2);
  });

  test('again and again leaves it down until it is restarted by hand', async () => {
    const { client, launcher } = start({}, Infinity);
    for (let crash = 1; crash <= 5; crash++) {
      await expect(client.complete(request, never)).rejects.toMatchObject({ reason: 'engine-crashed' });
    }
    expect(client.status).toMatchObject({ state: 'problem', problem: { reason: 'engine-crashed' } });
    await expect(client.complete(request, never)).rejects.toMatchObject({
      reason: 'engine-crashed',
      message: expect.stringMatching(/5 times .* stays down.*Hearth: Restart Engine/) as string,
    });
    expect(launcher.processIds).toHaveLength(5);
    expect(launcher.processIds.filter(isRunning)).toEqual([]);

    launcher.crashes = 0;
    await client.restart();
    expect((await client.complete(request, never)).text).not.toBe('');
    expect(client.status.state).toBe('ready');
  });
});

describe('an end', () => {
  test('by restart resolves when the process is gone, and the next request starts another', async () => {
    const { client, launcher } = start();
    await client.complete(request, never);
    await client.restart();
    expect(launcher.processIds.filter(isRunning)).toEqual([]);
    await client.complete(request, never);
    expect(launcher.processIds).toHaveLength(2);
    expect(client.restarts).toBe(0);
  });

  test('by restart while a request runs fails that request as stopped', async () => {
    const { client } = start();
    await client.complete(request, never);
    const running = client.complete(endless, never);
    const failed = expect(running).rejects.toMatchObject({ reason: 'engine-stopped' });
    await client.restart();
    await failed;
    expect(client.status.state).toBe('unloaded');
  });

  test('by restart while the model loads leaves no process behind', async () => {
    const { client, launcher } = start({ modelPath: starterModel });
    const loading = client.complete(request, never);
    const failed = expect(loading).rejects.toMatchObject({ reason: 'engine-stopped' });
    await until(() => launcher.processIds.length === 1);
    await client.restart();
    expect(launcher.processIds.filter(isRunning)).toEqual([]);
    await failed;
    expect(client.status.state).toBe('unloaded');
  });

  test('by dispose leaves no process behind', async () => {
    const { client, launcher } = start();
    await client.complete(request, never);
    client.dispose();
    await until(() => launcher.processIds.every((id) => !isRunning(id)));
  });

  test('by the sudden death of its owner leaves no process behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hearth-owner-'));
    try {
      const program = join(folder, 'owner.cjs');
      const source = fileURLToPath(new URL('../support/engineOwner.ts', import.meta.url));
      await build({
        entryPoints: [source],
        outfile: program,
        bundle: true,
        platform: 'node',
        logLevel: 'error',
      });
      const task: OwnerTask = { bundle: engineBundle, config: tinyConfig, request: endless };
      const owner = spawn(process.execPath, [program, JSON.stringify(task)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const engine = await new Promise<number>((resolve) =>
        createInterface({ input: owner.stdout }).once('line', (line) => resolve(Number(line))),
      );
      expect(isRunning(engine)).toBe(true);
      owner.kill('SIGKILL');
      await until(() => !isRunning(engine));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
