import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { isAbortError } from '../../src/base/abort';
import { InProcessLauncher } from '../../src/engine/inProcessLauncher';
import type { EngineRequest, EngineStatus } from '../../src/engine/port';
import { engineBundle, never, requestAt, startTestEngine, tinyConfig } from '../support/engineUnderTest';
import {
  endless,
  letGoAfterTest,
  longRequest,
  processOf,
  request,
  startWatched,
} from '../support/watchedEngine';

describe('an answer computed ahead', () => {
  const ahead: EngineRequest = { ...request, priority: 'ahead' };

  test('starts no engine', async () => {
    const { client } = startWatched();
    await expect(client.complete(ahead, never)).rejects.toSatisfy(isAbortError);
    expect(client.status.state).toBe('unloaded');
  });

  test('is the answer of a foreground request, and what it evaluates is background', async () => {
    const { client } = startWatched();
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
    const { client } = startWatched({ pacing: 'live', backgroundCpuPercent: 0 });
    await client.complete(request, never);
    await expect(client.complete(ahead, never)).rejects.toSatisfy(isAbortError);
    expect((await client.stats())?.backgroundTokens).toBe(0);
  });

  test('may be aborted at any time', async () => {
    const { client } = startWatched();
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
    const { client } = startWatched();
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
    const { client } = startWatched();
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
    const { client, launcher } = startWatched();
    expect(client.status).toEqual({ state: 'unloaded' });
    expect(await client.stats()).toBeUndefined();
    expect(await client.runBackground(100)).toBe(0);
    const answers = await Promise.all([1, 2, 3].map(() => client.complete(request, never)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(launcher.processIds).toHaveLength(1);
  });

  test('tells its status', async () => {
    const { client } = startWatched();
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
    const { client, launcher } = startWatched();
    await client.complete(request, never);
    const stats = await client.stats();
    expect(stats).toMatchObject({ processId: launcher.processIds[0], backgroundTokens: 0 });
    expect(stats?.rssBytes).toBeGreaterThan(10_000_000);
    expect(stats?.cpuSeconds).toBeGreaterThan(0.05);
    expect(stats?.cpuSecondsAMinute).toBeLessThanOrEqual(stats?.cpuSeconds ?? 0);
  });

  test('says what each sequence holds, and how ready it is', async () => {
    const { client } = startWatched();
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
    const { client } = startWatched();
    const healed = async (marked: string): Promise<number> =>
      (await client.complete(requestAt(marked), never)).cost.healedTokens;
    expect(await healed('const total = 1;\n|\n')).toBe(0);
    expect(await healed('const total = 1;\nreturn tot|\n')).toBeGreaterThan(0);
  });

  test('answers as one in this process does', async () => {
    const { client } = startWatched();
    const inProcess = startTestEngine({}, new InProcessLauncher(engineBundle)).client;
    letGoAfterTest(inProcess);
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
