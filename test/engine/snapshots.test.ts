import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineRequest } from '../../src/engine/port';
import { never, requestAt, startTestEngine } from '../support/engineUnderTest';
import { until } from '../support/processes';

const document = 'file:///saved.ts';

function linesOf(count: number, name: string): string {
  return Array.from(
    { length: count },
    (_, index) => `  const ${name}${index} = compute(${index * 7});\n`,
  ).join('');
}

/** A place of several hundred tokens. */
function placeIn(uri: string, name = 'value'): EngineRequest {
  return requestAt(`${linesOf(80, name)}  return ${name}.|;\n${linesOf(40, name)}`, 1, uri);
}

describe('a place on disk', () => {
  let folder: string;
  let clients: EngineClient[];

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'hearth-snapshots-')), 'snapshots');
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) {
      await client.restart();
      client.dispose();
    }
    await rm(join(folder, '..'), { recursive: true });
  });

  function start(contextTokens = 2048): EngineClient {
    const { client } = startTestEngine({ contextTokens, snapshots: { folder, maxBytes: 1024 ** 3 } });
    clients.push(client);
    return client;
  }

  const statesIn = async (): Promise<string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.state'));

  /** What is saved when an engine with one place ends. */
  async function savePlace(): Promise<string> {
    const client = start();
    const { text } = await client.complete(placeIn(document), never);
    await client.restart();
    expect(await statesIn()).toHaveLength(1);
    return text;
  }

  test('is there again after a restart, with the same answer', async () => {
    const text = await savePlace();
    const answer = await start().complete(placeIn(document), never);
    expect(answer.cost).toMatchObject({ evaluatedTokens: 1, cold: true });
    expect(answer.cost.reusedTokens).toBeGreaterThan(500);
    expect(answer.text).toBe(text);
  });

  test('is brought back by a visit', async () => {
    await savePlace();
    const client = start();
    await client.complete(placeIn('file:///other.ts', 'other'), never);
    client.visit(placeIn(document).prompt);
    expect(await client.runBackground(10_000)).toBe(0);
    expect((await client.complete(placeIn(document), never)).cost.evaluatedTokens).toBe(1);
  });

  test('is saved when its document is closed', async () => {
    const client = start();
    await client.complete(placeIn(document), never);
    await client.complete(placeIn('file:///other.ts', 'other'), never);
    client.close(document);
    await until(async () => (await statesIn()).length === 1);
    await client.clear();
    expect(await statesIn(), 'Clear Caches removes all').toEqual([]);
  });

  test('of a few tokens is not worth saving', async () => {
    const client = start();
    await client.complete(requestAt('const a = |;\n', 1, document), never);
    await client.restart();
    expect(await statesIn()).toEqual([]);
  });

  test.each([
    [
      'damaged',
      (state: Buffer) => void state.writeUInt8(state.readUInt8(state.length / 2) ^ 1, state.length / 2),
    ],
    ['cut short', undefined],
  ])('that is %s is refused and removed, and the answer is right', async (_, damage) => {
    const text = await savePlace();
    const [name = ''] = await statesIn();
    const state = await readFile(join(folder, name));
    damage?.(state);
    await writeFile(join(folder, name), damage ? state : state.subarray(0, 1_000));
    const answer = await start().complete(placeIn(document), never);
    expect(answer.cost.reusedTokens).toBe(0);
    expect(answer.text).toBe(text);
    expect(await statesIn()).toEqual([]);
  });

  test('is not taken by an engine with another context', async () => {
    await savePlace();
    const { cost } = await start(1536).complete(placeIn(document), never);
    expect(cost.reusedTokens).toBe(0);
    expect(await statesIn(), 'and stays for its own').toHaveLength(1);
  });

  test('that cannot be written costs nothing but the snapshot', async () => {
    await writeFile(folder, 'a file in its place');
    const client = start();
    const { text } = await client.complete(placeIn(document), never);
    expect(text).not.toBe('');
    await client.restart();
    expect(await readFile(folder, 'utf8')).toBe('a file in its place');
  });
});
