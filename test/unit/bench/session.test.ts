import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayArguments, ReplaySource } from '../../../bench/replay/arguments';
import type { ReplayReport } from '../../../bench/replay/report';
import { formatReport } from '../../../bench/replay/reportTable';
import { traceScript } from '../../../bench/replay/script';
import { runScript, runSession } from '../../../bench/replay/session';
import { HearthError } from '../../../src/base/errors';
import { MetricsRecorder } from '../../../src/completion/metricsRecorder';
import { partAfterMs } from '../../../src/completion/part';
import { longestWaitMs } from '../../../src/completion/whenToAsk';
import type { EngineRequest, PromptText } from '../../../src/engine/port';
import { OracleEngine } from '../../support/oracleEngine';

const text = ['function add(first, second) {', '  return first + second;', '}', ''].join('\n');

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-replay-'));
  file = join(folder, 'sum.js');
  await writeFile(file, text);
});

afterAll(() => rm(folder, { recursive: true }));

/** Knows the rest of the line once two characters of it are there. */
function knowAll({ prompt: { before } }: EngineRequest): string {
  const isKnown = text.startsWith(before) && /\S\S$/.test(before);
  return isKnown ? (text.slice(before.length).split('\n', 1)[0] ?? '') : '';
}

function knowNothing(): string {
  return '';
}

function run(engine: OracleEngine, options: Partial<ReplayArguments> = {}): Promise<ReplayReport> {
  const source: ReplaySource = { kind: 'type', file, from: 1, to: 3, accept: false };
  const settings = { source, realtime: false, kv: true, cache: true, json: true, engine: { threads: 0 } };
  return runSession({ ...settings, ...options }, engine);
}

function trace(...events: object[]): Promise<ReplaySource> {
  return traceOf({}, ...events);
}

async function traceOf(more: object, ...events: object[]): Promise<ReplaySource> {
  const trace = join(folder, 'trace.jsonl');
  const header = { file: 'a.js', languageId: 'javascript', text: 'let first = 10\n', ...more };
  await writeFile(trace, [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { kind: 'trace', file: trace, accept: false };
}

const typing: ReplaySource = { kind: 'type', file: '', from: 1, to: 3, accept: true };

describe('runSession', () => {
  it('makes one request after each key and reports the same figures every time', async () => {
    const report = await run(new OracleEngine(knowAll));
    // The deletion, 29 characters, Enter with indentation, 22 characters, Enter, and the closing brace.
    expect(report.keystrokes).toBe(55);
    expect(Object.values(report.outcomes).reduce((sum, count) => sum + count, 0)).toBe(55);
    expect(report.engine).toEqual({ model: 'oracle', rssBytes: 1024 ** 2 });
    expect(report.accept).toMatchObject({ accepted: 0, charsSaved: 0, keystrokesSaved: 0 });
    expect(report.outcomes['answer:typed-through']).toBeGreaterThan(30);
    expect(await run(new OracleEngine(knowAll))).toEqual(report);
  });

  it('takes its times from the cost profile', async () => {
    const source = await trace({ at: 0, edit: { offset: 14, delete: 0, insert: ' let secondOfAllNumbers' } });
    const report = await run(new OracleEngine(() => '= 2'), { source });
    // The wait of a cold request, 37 prompt tokens at 250 a second, 3 generated at 30 a second.
    expect(report.latencyMs.cold.count).toBe(1);
    expect(report.latencyMs.cold.p50).toBeCloseTo(longestWaitMs + 148 + 100, 3);
    expect(report.kv).toMatchObject({ coldTokens: 37, evaluatedTokens: 37, reusedTokens: 0 });
  });

  it('shows a part of a late answer when it is due, and not when the answer is whole', async () => {
    const source = await trace({ at: 0, edit: { offset: 14, delete: 0, insert: '+' } });
    const report = await run(new OracleEngine(() => ` ${'word '.repeat(12)}`), { source });
    // It is whole after two seconds, and its first word is there after a quarter.
    expect(report.latencyMs.cold.p50).toBeCloseTo(longestWaitMs + 250, 3);
    expect(report.latencyMs.cold.p50).toBeGreaterThan(longestWaitMs + partAfterMs);
  });

  it('takes suggestions when asked to, and the document is still typed as it was', async () => {
    const report = await run(new OracleEngine(knowAll), { source: { ...typing, file } });
    // "fu" and "re" are typed before the rest of their lines is known, and one more key while it is computed.
    expect(report.accept).toEqual({ accepted: 2, charsSaved: 43, characters: 54, keystrokesSaved: 43 / 54 });
    expect(report.keystrokes).toBe(12);
  });

  it('takes suggestions in a trace, too, if they lead to what it goes on to type', async () => {
    const events = Array.from(' + 20;', (insert, index) => {
      return { at: 2000 * index, edit: { offset: 14 + index, delete: 0, insert } };
    });
    const source = await trace(...events);
    const right = new OracleEngine(() => '+ 20;');
    const given = await run(right, { source });
    expect(given).toMatchObject({ keystrokes: 6, accept: null });
    const taken = await run(right, { source: { ...source, accept: true } });
    expect(taken).toMatchObject({ keystrokes: 2, accept: { accepted: 1, charsSaved: 4, characters: 6 } });
    const wrong = await run(new OracleEngine(() => '+ 21;'), { source: { ...source, accept: true } });
    expect(wrong).toMatchObject({ keystrokes: 6, accept: { accepted: 0, charsSaved: 0 } });
  });

  it('does without the completion cache', async () => {
    const report = await run(new OracleEngine(knowAll), { cache: false });
    expect(report.hitRate).toBe(0);
    const asked = report.requests - (report.outcomes['none:held-back'] ?? 0);
    expect(report.engineRequests).toBe(asked);
  });

  it('does without the KV cache: one cold request, and every other evaluates all', async () => {
    const engine = new OracleEngine(knowNothing);
    const source = await trace(
      { at: 0, edit: { offset: 14, delete: 0, insert: ' ' } },
      { at: 2000, edit: { offset: 15, delete: 0, insert: '=' } },
    );
    const report = await run(engine, { source, kv: false });
    expect(engine.clears).toBe(2);
    expect(report.kv).toMatchObject({
      coldTokens: 15,
      evaluatedTokens: 31,
      reusedTokens: 0,
      backgroundTokens: 0,
    });
    expect(report.kv.foregroundPerKeystroke.max).toBe(16);
  });

  it('does background work in what a gap has left after the answer and the idle delay', async () => {
    const engine = new OracleEngine(() => 'x'.repeat(60));
    const source = await trace(
      { at: 0, edit: { offset: 14, delete: 0, insert: ' ' } },
      // The answer takes more than two of the three seconds: the wait, 15 tokens and 60 tokens.
      { at: 3000, edit: { offset: 14, delete: 1, insert: '' } },
      { at: 3400, cursor: 15 },
      { at: 3900, cursor: 15 },
      { at: 5400, cursor: 15 },
    );
    const report = await run(engine, { source });
    expect(engine.backgroundBudgets[0]).toBe(Math.floor((3000 - longestWaitMs - 60 - 2000) / 4));
    // Where only the cursor moved, a quarter of a second is enough.
    expect(engine.backgroundBudgets.at(-1)).toBe(Math.floor((1500 - 250) / 4));
    expect(report.kv.backgroundTokens).toBe(engine.backgroundBudgets.reduce((sum, budget) => sum + budget));
    expect(report.keystrokes).toBe(2);
  });

  it('aborts what the next event overtakes in real time', async () => {
    const source = await trace(
      { at: 0, edit: { offset: 14, delete: 0, insert: ' let secondOfAllNumbers' } },
      { at: 5, edit: { offset: 37, delete: 0, insert: 'A' } },
    );
    const report = await run(new OracleEngine(() => 'et second;'), { source, realtime: true });
    expect(report.outcomes).toEqual({ 'answer:cold': 1, 'none:aborted': 1 });
    expect(report.setup.clock).toBe('real');
  });

  it('calls off in real time what a move overtakes', async () => {
    const source = await trace(
      { at: 0, edit: { offset: 14, delete: 0, insert: ' ' } },
      { at: 10, cursor: 3 },
    );
    const engine = new OracleEngine(() => 'et second;');
    const report = await run(engine, { source, realtime: true });
    expect(report.outcomes).toEqual({ 'none:aborted': 1 });
    expect(engine.visits.map(({ before }) => before)).toEqual(['let']);
  });

  it('asks where an edit puts the cursor, and only visits what is moved to', async () => {
    const engine = new OracleEngine(knowNothing);
    const source = await trace(
      { at: 0, cursor: 14 },
      { at: 1000, edit: { offset: 14, delete: 0, insert: '()' }, cursor: 15 },
      { at: 2000, cursor: 3 },
      // A line that is added above, and one below, while the cursor stays behind "let".
      { at: 3000, edit: { offset: 0, delete: 0, insert: 'import a;\n' }, cursor: 13 },
      { at: 4000, edit: { offset: 27, delete: 0, insert: 'end();\n' }, cursor: 13 },
      // The Delete key, for the rest of the line.
      { at: 5000, edit: { offset: 13, delete: 13, insert: '' } },
    );
    const report = await run(engine, { source });
    const before = 'import a;\nlet';
    expect(engine.requests.map(({ prompt }) => prompt.before)).toEqual(['let first = 10(', before]);
    expect(engine.visits.map((prompt) => prompt.before)).toEqual(['let first = 10', 'let', before, before]);
    expect(engine.visits.at(-1)?.after).toContain('end();');
    expect(report).toMatchObject({ keystrokes: 4, requests: 2 });
  });

  it('turns to another document and back', async () => {
    const engine = new OracleEngine(knowNothing);
    const others = [{ file: 'src/b.js', languageId: 'javascript', text: 'const b;\n' }];
    const source = await traceOf(
      { others },
      { at: 0, cursor: 14 },
      { at: 500, file: 'src/b.js', cursor: 7 },
      { at: 1000, edit: { offset: 7, delete: 0, insert: 'ig' } },
      { at: 1500, file: 'a.js', cursor: 14 },
      { at: 2000, edit: { offset: 14, delete: 0, insert: '0' } },
      { at: 2500, file: 'src/b.js', edit: { offset: 9, delete: 0, insert: '2' } },
    );
    await run(engine, { source });
    const place = ({ document, before }: PromptText): string => `${document} ${before}`;
    expect(engine.visits.map(place)).toEqual([
      'replay:/a.js let first = 10',
      'replay:/src/b.js const b',
      'replay:/a.js let first = 10',
    ]);
    expect(engine.requests.map(({ prompt }) => place(prompt))).toEqual([
      'replay:/src/b.js const big',
      'replay:/a.js let first = 100',
      'replay:/src/b.js const big2',
    ]);
  });

  it('prepares nothing without the KV cache', async () => {
    const engine = new OracleEngine(knowNothing);
    await run(engine, { source: await trace({ at: 0, cursor: 14 }, { at: 5000, cursor: 3 }), kv: false });
    expect(engine.visits).toEqual([]);
    expect(engine.backgroundBudgets).toEqual([]);
  });

  it('ends with the failure of an engine, and with that of a file that Hearth leaves alone', async () => {
    const broken = new OracleEngine(() => {
      throw new HearthError('model-missing', 'There is no model at m.gguf.');
    });
    await expect(run(broken)).rejects.toThrow('There is no model at m.gguf.');
    const secret = join(folder, '.env');
    await writeFile(secret, 'KEY=1\n');
    const source: ReplaySource = { ...typing, file: secret, to: 1 };
    await expect(run(new OracleEngine(knowAll), { source })).rejects.toThrow(
      'Hearth completes nothing in .env (',
    );
  });

  it('prints a table', async () => {
    const report = await run(new OracleEngine(knowAll), { source: { ...typing, file } });
    const table = formatReport(report);
    expect(table).toContain('replayed       sum.js, lines 1 to 3 typed again\n');
    expect(table).toMatch(/^keystrokes saved {3}79\.6 %$/m);
    expect(table).toMatch(/^a keystroke( +\d+(\.\d\d)?){4}$/m);
  });

  describe('runScript', () => {
    const events = [{ at: 0, edit: { offset: 14, delete: 0, insert: ' ' } }];
    const document = { file: 'a.js', languageId: 'javascript', text: 'let first = 10\n', others: [] };
    const settings = { realtime: false, kv: true, cache: true, engine: { threads: 0 } };

    it('counts all that several replays count in one total, and background tokens for each', async () => {
      const engine = new OracleEngine(knowNothing);
      const total = new MetricsRecorder();
      const later = { at: 3000, edit: { offset: 15, delete: 0, insert: 'x' } };
      const long = traceScript('long', { ...document, events: [...events, later] });
      const first = await runScript(long, settings, engine, total);
      const second = await runScript(traceScript('short', { ...document, events }), settings, engine, total);
      expect(first.kv.backgroundTokens).toBe(engine.backgroundBudgets[0]);
      expect(first.kv.backgroundTokens).toBeGreaterThan(0);
      expect(second.kv.backgroundTokens).toBe(0);
      const snapshot = total.snapshot();
      expect(snapshot).toMatchObject({ keystrokes: 3, requests: 3, engineRequests: 3 });
      expect(snapshot.kv.evaluatedTokens).toBe(first.kv.evaluatedTokens + second.kv.evaluatedTokens);
    });

    it('fails where a document does not end as it should', async () => {
      const script = traceScript('t', { ...document, events }, { 'a.js': 'let first = 10 \n', 'b.js': '' });
      await runScript(script, settings, new OracleEngine(knowNothing));
      const wrong = traceScript('t', { ...document, events }, { 'a.js': 'let first = 10\n' });
      const replayed = runScript(wrong, settings, new OracleEngine(knowNothing));
      await expect(replayed).rejects.toThrow('a.js was not typed as it was');
    });
  });
});
