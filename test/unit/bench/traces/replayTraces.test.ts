import { describe, expect, it } from 'vitest';
import { formatTracesReport } from '../../../../bench/traces/tracesReport';
import { paced, type PlayedTrace } from '../../../../bench/traces/pace';
import { replayTraces } from '../../../../bench/traces/replayTraces';
import { OracleEngine } from '../../../support/oracleEngine';

/** Types letters at the end of a text, one a second. */
function trace(name: string, letters: string, finalText = `x${letters}`): PlayedTrace {
  const events = letters.split('').map((insert, index) => {
    return { at: index * 1000, edit: { offset: 1 + index, delete: 0, insert } };
  });
  const document = { file: `${name}.js`, languageId: 'javascript', text: 'x', others: [] };
  return {
    name,
    trace: { ...document, events },
    finalTexts: { [`${name}.js`]: finalText },
  };
}

async function* each(...traces: readonly PlayedTrace[]): AsyncGenerator<PlayedTrace> {
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
    // Once for tokens, and once for what should cost none.
    expect(printed.filter((line) => /^(a|e|total) +\d/.test(line))).toHaveLength(6);
    expect(printed.find((line) => line.startsWith('total'))).toMatch(
      /^total +5 +5 +5 +0\.0 % +1\.00 +1 +1 +1 +0\.60 +1 +1 +1 +4 +\d+ +\d+$/,
    );
    expect(printed).toContainEqual(expect.stringMatching(/^none:empty \(warm\) +5 +100\.0 %$/));
    expect(printed.at(-1)).toBe('0 of 5 requests showed an answer (0.0 %), 0 of them a part of it first.');
  });

  describe('with answers', () => {
    /** Knows how the line goes on. */
    const knowing = (): OracleEngine =>
      new OracleEngine(({ prompt: { before } }) => 'x = first(second);'.slice(before.length));
    const typed = (): AsyncGenerator<PlayedTrace> =>
      each(trace('a', ' = first(second);'), trace('e', ' = first(second);'));

    it('takes suggestions where it is asked to, and says what that saved', async () => {
      // In no time, no part of an answer comes before the whole.
      const options = { taken: 'lines', clock: 'none' } as const;
      const { traces, total } = await replayTraces(typed(), knowing(), undefined, options);
      // The first key is typed; what it suggests is the rest.
      const accept = { accepted: 1, charsSaved: 15, characters: 17, keystrokesSaved: 15 / 17 };
      expect(traces).toMatchObject([{ keystrokes: 2, accept }, { accept }]);
      expect(total.accept).toMatchObject({ accepted: 2, charsSaved: 30, characters: 34 });
      const report = await replayTraces(typed(), knowing(), undefined, options);
      expect(formatTracesReport(report)).toMatch(/^total .* 2 +30 +88\.2 %$/m);
      const { total: without } = await replayTraces(typed(), knowing());
      expect(without.accept).toBeNull();
    });

    it('counts what is typed as it is shown, and by what it was answered', async () => {
      const { traces, total } = await replayTraces(typed(), knowing());
      // All keys but the first, and but the last, which leaves nothing to type.
      expect(traces[0]?.following).toEqual({ requests: 15, withoutEngine: 15 });
      expect(total.following).toEqual({ requests: 30, withoutEngine: 30 });
      expect(total.outcomes['answer:typed-through']).toBe(30);
    });

    it('measures how long answers take by the profile, in no time, or in real time', async () => {
      const played = (): AsyncGenerator<PlayedTrace> =>
        each(paced(trace('a', ' = first(second);'), { wordsPerMinute: 1_000 }));
      const byProfile = await replayTraces(played(), knowing());
      expect(byProfile.times.timeToTextMs.max).toBeGreaterThan(100);
      const inNoTime = await replayTraces(played(), knowing(), undefined, { clock: 'none' });
      expect(inNoTime.times.answers).toBe(byProfile.times.answers);
      expect(inNoTime.times.timeToTextMs.p50).toBeLessThan(1);
      const real = await replayTraces(played(), knowing(), undefined, { clock: 'real' });
      expect(real.times.requests).toBe(17);
      expect(formatTracesReport(real)).toContain('ms, answered in real time');
    });
  });
});
