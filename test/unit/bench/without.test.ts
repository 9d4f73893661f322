import { expect, it } from 'vitest';
import { LesserEngine } from '../../../bench/replay/lesserEngine';
import type { Part } from '../../../bench/replay/parts';
import { traceScript } from '../../../bench/replay/script';
import { runScript } from '../../../bench/replay/session';
import { OracleEngine } from '../../support/oracleEngine';
import { ScriptedEngine } from '../../support/scriptedEngine';

const text = 'function add(a, b) {\n\n}\n';
const inside = text.indexOf('\n\n') + 1;
const typed = 'return a + b;';

/** Types a line into the empty block, at which the engine knows it, and a blank behind it. */
async function engineAfter(...without: readonly Part[]): Promise<OracleEngine> {
  const engine = new OracleEngine(({ prompt: { before } }) => {
    const line = before.slice(before.lastIndexOf('\n') + 1);
    return typed.startsWith(line) ? typed.slice(line.length) : '';
  });
  const events = Array.from(`${typed} `, (insert, index) => ({
    at: 200 * index,
    edit: { offset: inside + index, delete: 0, insert },
  }));
  const script = traceScript('t', { file: 'a.js', languageId: 'javascript', text, others: [], events });
  const settings = { realtime: false, kv: true, cache: true, engine: { threads: 0 } };
  await runScript(script, { ...settings, without: new Set(without) }, engine);
  return engine;
}

it('with all parts the engine is asked once, and not behind a line that is complete', async () => {
  const engine = await engineAfter();
  expect(engine.requests).toHaveLength(1);
  expect(engine.aheadRequests.length).toBeGreaterThan(0);
});

it('without the cache it is asked at each key, as long as the line is not complete', async () => {
  expect((await engineAfter('cache')).requests.length).toBeGreaterThanOrEqual(typed.length - 1);
});

it('without restraint it is asked behind a complete line, too', async () => {
  const { requests } = await engineAfter('restraint');
  expect(requests.at(-1)?.prompt.before.endsWith(`${typed} `)).toBe(true);
});

it('without work ahead it is asked nothing ahead', async () => {
  expect((await engineAfter('ahead')).aheadRequests).toEqual([]);
});

it('without the gate an answer says nothing of how sure the model was', async () => {
  const inner = new ScriptedEngine();
  const signal = new AbortController().signal;
  const prompt = {
    document: 'a',
    path: 'a',
    repository: '',
    before: '',
    beforeIsWhole: true,
    after: '',
    line: 0,
  };
  const confidence = { first: -2, mean: -2 };
  const answers = (['gate', 'ahead'] as const).map((part) => {
    const answer = new LesserEngine(inner, new Set([part])).complete(
      { prompt, limits: { tokens: 1, lines: 1 } },
      signal,
    );
    inner.last.answer('a', {}, 'line', { confidence });
    return answer;
  });
  const [ungated, gated] = await Promise.all(answers);
  expect(ungated?.confidence).toBeUndefined();
  expect(gated?.confidence).toEqual(confidence);
});
