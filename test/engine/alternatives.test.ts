import { afterAll, describe, expect, test } from 'vitest';
import type { EngineClient } from '../../src/engine/engineClient';
import type { EngineRequest } from '../../src/engine/port';
import { engineBundle, never, requestAt, starterModel, startTestEngine } from '../support/engineUnderTest';
import { ProcessLauncher } from '../../src/engine/processLauncher';
import { RecordingLogger } from '../support/recordingLogger';
import { WatchedLauncher } from '../support/watchedLauncher';

const asked = requestAt('function area(width: number, height: number): number {\n  return |\n}\n');

describe('other answers', () => {
  const clients: EngineClient[] = [];
  afterAll(async () => {
    for (const client of clients) {
      await client.restart();
      client.dispose();
    }
  });

  function start(modelPath?: string): EngineClient {
    const launcher = new WatchedLauncher(new ProcessLauncher(engineBundle, new RecordingLogger()), 0);
    const { client } = startTestEngine(modelPath === undefined ? {} : { modelPath }, launcher);
    clients.push(client);
    return client;
  }

  function more(request: EngineRequest, alternatives: number): EngineRequest {
    return { ...request, alternatives };
  }

  test('differ from the first and from each other, and evaluate nothing of the prompt', async () => {
    const client = start();
    const alone = await client.complete(asked, never);
    expect(alone.alternatives).toBeUndefined();
    const { text, alternatives = [], cost } = await client.complete(more(asked, 2), never);
    expect(text).toBe(alone.text);
    expect(alternatives.length).toBeGreaterThan(0);
    expect(alternatives.length).toBeLessThanOrEqual(2);
    const texts = [text, ...alternatives.map((other) => other.text)].map((each) => each.trim());
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.every((each) => each !== '')).toBe(true);
    expect(cost.evaluatedTokens).toBe(1);
    expect(cost.generatedTokens).toBeGreaterThan(alone.cost.generatedTokens);
  });

  test('leave the place as warm as it was, and the first answer as it is', async () => {
    const client = start();
    const { text } = await client.complete(more(asked, 2), never);
    const again = await client.complete(asked, never);
    expect(again.text).toBe(text);
    expect(again.cost.evaluatedTokens).toBe(1);
  });

  test('begin with what healing took back', async () => {
    const client = start(starterModel);
    const half = requestAt('function area(width: number, height: number): number {\n  return wid|\n}\n');
    const { text, alternatives = [] } = await client.complete(more(half, 2), never);
    expect(text.startsWith('th')).toBe(true);
    for (const other of alternatives) {
      expect(other.text).not.toMatch(/^wid/);
      expect(other.text.trim()).not.toBe('');
    }
  });
});
