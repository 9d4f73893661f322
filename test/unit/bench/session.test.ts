import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayArguments, ReplaySource } from '../../../bench/replay/arguments';
import type { ReplayReport } from '../../../bench/replay/report';
import { formatReport } from '../../../bench/replay/reportTable';
import { runSession } from '../../../bench/replay/session';
import { HearthError } from '../../../src/base/errors';
import type { EngineRequest } from '../../../src/engine/port';
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

async function trace(...events: object[]): Promise<ReplaySource> {
  const trace = join(folder, 'trace.jsonl');
  const header = { file: 'a.js', languageId: 'javascript', text: 'let first = 1;\n' };
  await writeFile(trace, [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { kind: 'trace', file: trace };
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
    const source = await trace({ at: 0, edit: { offset: 14, delete: 0, insert: ' let second' } });
    const report = await run(new OracleEngine(() => ' = 2;'), { source });
    // The wait of a cold request, 25 prompt tokens at 250 a second, 5 generated at 30 a second.
    expect(report.latencyMs.cold.count).toBe(1);
    expect(report.latencyMs.cold.p50).toBeCloseTo(60 + 100 + 500 / 3, 3);
    expect(report.kv).toMatchObject({ coldTokens: 25, evaluatedTokens: 25, reusedTokens: 0 });
  });

  it('takes suggestions when asked to, and the document is still typed as it was', async () => {
    const report = await run(new OracleEngine(knowAll), { source: { ...typing, file } });
    // "fu" and "re" are typed before the rest of their lines is known.
    expect(report.accept).toEqual({ accepted: 2, charsSaved: 45, keystrokesSaved: 45 / 54 });
    expect(report.keystrokes).toBe(10);
  });

  it('does without the completion cache', async () => {
    const report = await run(new OracleEngine(knowAll), { cache: false });
    expect(report.hitRate).toBe(0);
    expect(report.engineRequests).toBe(report.requests);
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
      { at: 0, edit: { offset: 0, delete: 0, insert: ' ' } },
      // The answer takes more than two of the three seconds: 60 ms + 1 token + 60 tokens.
      { at: 3000, edit: { offset: 0, delete: 1, insert: '' } },
      { at: 3400, cursor: 15 },
      { at: 3900, cursor: 15 },
      { at: 5400, cursor: 15 },
    );
    const report = await run(engine, { source });
    expect(engine.backgroundBudgets[0]).toBe(Math.floor((3000 - 60 - 4 - 2000) / 4));
    expect(engine.backgroundBudgets.at(-1)).toBe(250);
    expect(report.kv.backgroundTokens).toBe(engine.backgroundBudgets.reduce((sum, budget) => sum + budget));
    expect(report.keystrokes).toBe(2);
  });

  it('aborts what the next event overtakes in real time', async () => {
    const source = await trace(
      { at: 0, edit: { offset: 14, delete: 0, insert: ' ' } },
      { at: 5, edit: { offset: 15, delete: 0, insert: 'l' } },
    );
    const report = await run(new OracleEngine(() => 'et second;'), { source, realtime: true });
    expect(report.outcomes).toEqual({ 'answer:cold': 1, 'none:aborted': 1 });
    expect(report.setup.clock).toBe('real');
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
    expect(table).toMatch(/^keystrokes saved {3}83\.3 %$/m);
    expect(table).toMatch(/^a keystroke( +\d+(\.\d\d)?){4}$/m);
  });
});
