import { describe, expect, test } from 'vitest';
import { MetricsRecorder } from '../../../src/completion/metricsRecorder';
import type { AnswerOutcome, Origin } from '../../../src/completion/outcome';
import { Samples } from '../../../src/completion/samples';
import { seededRandom } from '../../support/random';
import { warmCost } from '../../support/scriptedEngine';

function answer(origin: Origin, more: Partial<AnswerOutcome> = {}): AnswerOutcome {
  return { kind: 'answer', origin, text: 'x', replaceAfter: 0, timeToTextMs: 1, ...more };
}

describe('MetricsRecorder', () => {
  test('nothing happened', () => {
    const snapshot = new MetricsRecorder(() => 17).snapshot();
    expect(snapshot).toMatchObject({
      since: 17,
      requests: 0,
      hits: 0,
      misses: 0,
      hitRate: undefined,
      outcomes: {},
    });
    expect(snapshot.kv).toMatchObject({ reuse: undefined, foregroundPerKeystroke: { count: 0, p50: 0 } });
  });

  test('a hand-made log', () => {
    const metrics = new MetricsRecorder();
    metrics.record({ kind: 'none', reason: 'disabled' });
    metrics.record({ kind: 'none', reason: 'excluded' });
    metrics.record({ kind: 'none', reason: 'empty', detail: 'mid-word' });
    metrics.record(
      answer('cold', {
        cost: { ...warmCost, cold: true, evaluatedTokens: 400, reusedTokens: 0 },
        timeToTextMs: 900,
      }),
    );
    metrics.keystroke();
    metrics.record(answer('typed-through', { timeToTextMs: 0.5 }));
    metrics.keystroke();
    metrics.record(
      answer('warm', { cost: { ...warmCost, evaluatedTokens: 4, reusedTokens: 396 }, timeToTextMs: 90 }),
    );
    metrics.record(answer('joined'));
    metrics.keystroke();
    metrics.record({
      kind: 'none',
      reason: 'superseded',
      cost: { ...warmCost, evaluatedTokens: 2, reusedTokens: 398 },
    });
    metrics.record({ kind: 'none', reason: 'empty', origin: 'cache' });
    metrics.record({ kind: 'none', reason: 'filtered', filter: 'runaway', origin: 'cache' });
    metrics.record({ kind: 'none', reason: 'aborted' });
    metrics.record(answer('cold', { cost: { ...warmCost, evaluatedTokens: 60, reusedTokens: 340 } }));
    const snapshot = metrics.snapshot();
    expect(snapshot).toMatchObject({
      keystrokes: 3,
      requests: 9,
      engineRequests: 4,
      hits: 3,
      misses: 6,
      joined: 1,
      hitRate: 3 / 9,
      outcomes: {
        'none:disabled': 1,
        'none:excluded': 1,
        'none:empty': 2,
        'none:superseded': 1,
        'none:filtered': 1,
        'none:aborted': 1,
        'answer:cold': 2,
        'answer:warm': 1,
        'answer:joined': 1,
        'answer:typed-through': 1,
      },
    });
    expect(snapshot.kv).toMatchObject({
      reusedTokens: 1134,
      evaluatedTokens: 466,
      coldTokens: 400,
      reuse: 1134 / 1600,
      foregroundPerEngineRequest: { count: 3, mean: 22, p50: 4, max: 60 },
      foregroundPerKeystroke: { count: 3, mean: 22, p50: 4, max: 62 },
    });
    expect(snapshot.latencyMs.cold).toMatchObject({ count: 2, max: 900 });
    expect(snapshot.latencyMs.cache.count).toBe(0);
  });

  test("tokens before the first keystroke are no keystroke's", () => {
    const metrics = new MetricsRecorder();
    metrics.record(answer('warm', { cost: warmCost }));
    metrics.keystroke();
    expect(metrics.snapshot().kv.foregroundPerKeystroke).toMatchObject({ count: 1, mean: 0 });
    expect(metrics.snapshot().kv.foregroundPerEngineRequest).toMatchObject({ count: 1, mean: 3 });
  });

  test('what became of suggestions', () => {
    const metrics = new MetricsRecorder();
    let heard = 0;
    metrics.onDidChange(() => heard++);
    for (let shown = 0; shown < 6; shown++) metrics.suggestionShown();
    for (const [id, end] of (
      ['accepted', 'accepted', 'partly', 'dismissed', 'typedThrough'] as const
    ).entries()) {
      metrics.suggestionEnded(end, id);
    }
    metrics.textAccepted(12);
    metrics.textAccepted(30);
    metrics.textAged(12, 9);
    expect(metrics.snapshot().suggestions).toEqual({
      shown: 6,
      accepted: 2,
      partly: 1,
      dismissed: 1,
      typedThrough: 1,
      acceptedCharacters: 42,
      agedCharacters: 12,
      survivingCharacters: 9,
    });
    expect(heard).toBe(14);
    metrics.reset();
    expect(metrics.snapshot().suggestions).toMatchObject({ shown: 0, accepted: 0, survivingCharacters: 0 });
  });

  test('tells its listeners once a record; a reset begins anew', () => {
    let now = 5;
    const metrics = new MetricsRecorder(() => now);
    let heard = 0;
    const subscription = metrics.onDidChange(() => heard++);
    metrics.record(answer('cache'));
    metrics.keystroke();
    expect(heard).toBe(1);
    now = 9;
    metrics.reset();
    expect(metrics.snapshot()).toMatchObject({ since: 9, requests: 0, keystrokes: 0, outcomes: {} });
    subscription.dispose();
    metrics.record(answer('cache'));
    expect(heard).toBe(2);
  });
});

describe('Samples', () => {
  test('a number that is not final is counted in its place, whatever it is', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 200; round++) {
      const samples = new Samples();
      const closed = new Samples();
      const values = Array.from({ length: Math.floor(random() * 12) }, () => Math.floor(random() * 6));
      const open = Math.floor(random() * 6);
      for (const value of values) samples.add(value);
      for (const value of [...values, open]) closed.add(value);
      // Twice: the second look finds the values in order already.
      for (let look = 0; look < 2; look++) expect(samples.distribution(open)).toEqual(closed.distribution());
      samples.add(open);
      expect(samples.distribution()).toEqual(closed.distribution());
    }
  });

  test('nearest rank', () => {
    const samples = new Samples();
    for (let value = 100; value >= 1; value--) samples.add(value);
    expect(samples.distribution()).toEqual({ count: 100, mean: 50.5, p50: 50, p95: 95, p99: 99, max: 100 });
    const one = new Samples();
    one.add(7);
    expect(one.distribution()).toEqual({ count: 1, mean: 7, p50: 7, p95: 7, p99: 7, max: 7 });
  });

  test('sorts numbers as numbers, and takes an open one in', () => {
    const samples = new Samples();
    for (const value of [9, 10, 2]) samples.add(value);
    expect(samples.distribution()).toMatchObject({ p50: 9, max: 10 });
    expect(samples.distribution(100)).toEqual({
      count: 4,
      mean: 30.25,
      p50: 9,
      p95: 100,
      p99: 100,
      max: 100,
    });
    expect(samples.distribution().count).toBe(3);
    expect(new Samples().distribution(0)).toMatchObject({ count: 1, max: 0 });
  });

  test('keeps the last ones for percentiles, and all for mean, count and maximum', () => {
    const samples = new Samples(10);
    samples.add(1000);
    for (let i = 0; i < 19; i++) samples.add(i < 9 ? 0 : 5);
    expect(samples.distribution()).toMatchObject({ count: 20, mean: 52.5, p50: 5, p99: 5, max: 1000 });
  });
});
