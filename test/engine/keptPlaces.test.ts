import { describe, expect, test } from 'vitest';
import { staleLimits } from '../../src/engine/host/places';
import type { EngineRequest } from '../../src/engine/port';
import { never, requestAt } from '../support/engineUnderTest';
import { linesOf, request, startWatched } from '../support/watchedEngine';

describe('what is kept', () => {
  test('makes the same request warm', async () => {
    const { client } = startWatched();
    const cold = await client.complete(request, never);
    expect(client.isWarm(request.prompt.document)).toBe(true);
    expect(client.isWarm('file:///other.ts')).toBe(false);
    const warm = await client.complete(request, never);
    expect(warm.cost).toMatchObject({ cold: false, evaluatedTokens: 1 });
    expect(warm.cost.reusedTokens).toBe(cold.cost.evaluatedTokens - 1);
    expect(warm.text).toBe(cold.text);
  });

  test('is forgotten when cleared', async () => {
    const { client } = startWatched();
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
    const { client } = startWatched();
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
    const { client } = startWatched();
    await client.complete(placeIn('first'), never);
    client.visit(placeIn('third').prompt);
    expect(await client.runBackground(10_000)).toBeGreaterThan(500);
    expect(await client.runBackground(10_000), 'all is prepared').toBe(0);
    const { cost } = await client.complete(placeIn('third'), never);
    expect(cost).toMatchObject({ cold: true, evaluatedTokens: 1 });
  });

  test('stays warm while two others are visited in turn', async () => {
    const { client } = startWatched();
    for (const document of documents) await client.complete(placeIn(document), never);
    for (let round = 0; round < 2; round++) {
      for (const document of documents) {
        const { cost } = await client.complete(placeIn(document), never);
        expect(cost, document).toMatchObject({ cold: false, evaluatedTokens: 1 });
      }
    }
  });

  test('that shares text with another takes over its tokens', async () => {
    const { client } = startWatched();
    const text = `${linesOf(80)}  return a.|;\n${linesOf(40)}`;
    const first = await client.complete(requestAt(text), never);
    const second = await client.complete(requestAt(text, 1, 'file:///copy.ts'), never);
    expect(second.cost).toMatchObject({ cold: true, evaluatedTokens: 1 });
    expect(second.text).toBe(first.text);
    const again = await client.complete(requestAt(text), never);
    expect(again.cost, 'which keep them').toMatchObject({ cold: false, evaluatedTokens: 1 });
  });

  test('is one of three in a file that stay warm', async () => {
    const { client } = startWatched();
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
    const { client } = startWatched();
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
    const { client } = startWatched();
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
