import { describe, expect, it } from 'vitest';
import { formatTracesReport } from '../../../../bench/traces/tracesReport';
import type { GeneratedTrace } from '../../../../bench/traces/generate';
import { replayTraces } from '../../../../bench/traces/replayTraces';
import { OracleEngine } from '../../../support/oracleEngine';

/** Types letters at the end of a text, one a second. */
function trace(name: string, letters: string, finalText = `x${letters}`): GeneratedTrace {
  const events = letters.split('').map((insert, index) => {
    return { at: index * 1000, edit: { offset: 1 + index, delete: 0, insert } };
  });
  const document = { file: `${name}.js`, languageId: 'javascript', text: 'x', others: [] };
  return {
    name,
    trace: { ...document, events },
    finalTexts: { [`${name}.js`]: finalText },
    deeds: new Map(),
  };
}

async function* each(...traces: readonly GeneratedTrace[]): AsyncGenerator<GeneratedTrace> {
  for (const one of traces) yield await Promise.resolve(one);
}

describe('replayTraces', () => {
  it('replays each in an engine that has forgotten the one before', async () => {
    const engine = new OracleEngine(() => '');
    const seen: string[] = [];
    const report = await replayTraces(each(trace('a', 'bcd'), trace('e', 'fg')), engine, ({ name }) =>
      seen.push(name),
    );
    expect(engine.clears).toBe(2);
    expect(seen).toEqual(['a', 'e']);
    expect(report).toMatchObject({ model: 'oracle', layout: 'anchored' });
    // The first request of each evaluates two characters and is cold, every other evaluates one.
    expect(report.traces).toMatchObject([
      { name: 'a', keystrokes: 3, requests: 3, engineRequests: 3, hitRate: 0, coldTokens: 2 },
      { name: 'e', keystrokes: 2, requests: 2, engineRequests: 2, hitRate: 0, coldTokens: 2 },
    ]);
  });

  it('pools requests and keystrokes in the total, and adds the rest up', async () => {
    const engine = new OracleEngine(() => '');
    const { traces, total } = await replayTraces(each(trace('a', 'bcd'), trace('e', 'fg')), engine);
    expect(total).toMatchObject({
      name: 'total',
      keystrokes: 5,
      requests: 5,
      engineRequests: 5,
      foregroundPerEngineRequest: { mean: 1, p50: 1, p95: 1, max: 1 },
      foregroundPerKeystroke: { mean: 0.6, p50: 1, p95: 1, max: 1 },
      coldTokens: 4,
    });
    const background = traces.reduce((sum, { backgroundTokens }) => sum + backgroundTokens, 0);
    expect(background).toBe(engine.backgroundBudgets.reduce((sum, budget) => sum + budget, 0));
    expect(total).toMatchObject({ backgroundTokens: background, totalTokens: 4 + 3 + background });
  });

  it('fails for a trace that does not end in its text', async () => {
    const replayed = replayTraces(each(trace('a', 'bcd', 'other')), new OracleEngine(() => ''));
    await expect(replayed).rejects.toThrow('a.js was not typed as it was');
  });

  it('prints one line a trace and the total', async () => {
    const report = await replayTraces(each(trace('a', 'bcd'), trace('e', 'fg')), new OracleEngine(() => ''));
    const printed = formatTracesReport(report).split('\n');
    expect(printed[0]).toBe('model   oracle');
    expect(printed.filter((line) => /^(a|e|total) +\d/.test(line))).toHaveLength(3);
    expect(printed.find((line) => line.startsWith('total'))).toMatch(
      /^total +5 +5 +5 +0\.0 % +1\.00 +1 +1 +1 +0\.60 +1 +1 +1 +4 +\d+ +\d+$/,
    );
  });
});
