import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { engineBundle, never, starterModel, tinyConfig } from '../support/engineUnderTest';
import type { OwnerTask } from '../support/engineOwner';
import { isRunning, until } from '../support/processes';
import { endless, processOf, request, startWatched } from '../support/watchedEngine';

describe('a crash', () => {
  test('while idle is noticed, and the next request comes from a new process', async () => {
    const { client } = startWatched();
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
    // A model that takes seconds: the tiny one may be done before this process, on a busy machine, sees its first word.
    const { client } = startWatched({ modelPath: starterModel });
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
    const { client, launcher } = startWatched({}, 1);
    await expect(client.complete(request, never)).rejects.toMatchObject({ reason: 'engine-crashed' });
    expect(client.status).toMatchObject({ state: 'restarting', problem: { reason: 'engine-crashed' } });
    expect((await client.complete(request, never)).text).not.toBe('');
    expect(launcher.processIds).toHaveLength(2);
  });

  test('again and again leaves it down until it is restarted by hand', async () => {
    const { client, launcher } = startWatched({}, Infinity);
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
    const { client, launcher } = startWatched();
    await client.complete(request, never);
    await client.restart();
    expect(launcher.processIds.filter(isRunning)).toEqual([]);
    await client.complete(request, never);
    expect(launcher.processIds).toHaveLength(2);
    expect(client.restarts).toBe(0);
  });

  test('by restart while a request runs fails that request as stopped', async () => {
    const { client } = startWatched();
    await client.complete(request, never);
    const running = client.complete(endless, never);
    const failed = expect(running).rejects.toMatchObject({ reason: 'engine-stopped' });
    await client.restart();
    await failed;
    expect(client.status.state).toBe('unloaded');
  });

  test('by restart while the model loads leaves no process behind', async () => {
    const { client, launcher } = startWatched({ modelPath: starterModel });
    const loading = client.complete(request, never);
    const failed = expect(loading).rejects.toMatchObject({ reason: 'engine-stopped' });
    await until(() => launcher.processIds.length === 1);
    await client.restart();
    expect(launcher.processIds.filter(isRunning)).toEqual([]);
    await failed;
    expect(client.status.state).toBe('unloaded');
  });

  test('by dispose leaves no process behind', async () => {
    const { client, launcher } = startWatched();
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
