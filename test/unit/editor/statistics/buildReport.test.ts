import { describe, expect, test } from 'vitest';
import { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import type { HearthState } from '../../../../src/editor/hearthState';
import { buildReport } from '../../../../src/editor/statistics/buildReport';
import type { StatisticsReport } from '../../../../src/editor/statistics/report';
import { engineStats } from '../../../support/engineStats';
import { Heap } from '../../../support/heap';
import { freshState, sampleModel, sampleState } from '../sampleState';
import { recordOne } from './recordOne';
import { replayOf } from './replayOf';
import { TypingSession } from './typingSession';

const snapshots = { enabled: true, files: 6, bytes: 900, maxBytes: 1_000 };

function reportOf(state: HearthState): StatisticsReport {
  return buildReport({ takenAt: 77, state, snapshots, days: [] });
}

describe('buildReport', () => {
  test('is null where there is nothing to count, and survives JSON', () => {
    const report = reportOf(freshState());
    expect(report).toMatchObject({
      version: 1,
      takenAt: 77,
      since: 0,
      cache: { hitRate: null, missRate: null, hits: 0, evictions: { entries: 0, cleared: 0 } },
      kv: { reuse: null, sequences: [], snapshots },
      engine: {
        state: 'unloaded',
        model: null,
        gpu: null,
        rssBytes: null,
        restarts: 0,
        cpuSecondsAMinute: null,
      },
      recent: [],
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('has the rates and utilisations by their formulas', () => {
    const { cache, kv, engine } = reportOf(sampleState());
    expect(cache).toMatchObject({ hits: 7, misses: 1, hitRate: 7 / 8, missRate: 1 / 8 });
    expect(cache).toMatchObject({ entriesUtilisation: 12 / 1_000, bytesUtilisation: 3_100 / 8_000_000 });
    expect(kv).toMatchObject({ reuse: 0.97, reusedTokens: 97, evaluatedTokens: 3, backgroundTokens: 40 });
    expect(engine).toMatchObject({ state: 'ready', model: 'Starter', threads: 3, gpu: null, processId: 7 });
    const gpuNote = 'Test, 5.0 times as fast as the CPU';
    const model = { ...sampleModel, gpu: 'vulkan', gpuNote };
    const chosen = reportOf(sampleState({ engine: { state: 'ready', model } }));
    expect(chosen.engine).toMatchObject({ gpu: 'vulkan', gpuNote });
  });

  test('has every sequence and what it may hold', () => {
    const sequences = [
      { path: 'src/a.ts', line: 4, tokens: 310, state: 'serving' },
      { path: null, line: null, tokens: 0, state: 'empty' },
    ] as const;
    const { kv } = reportOf(sampleState({ engineStats: engineStats({ sequences }) }));
    expect(kv.sequences).toEqual(
      sequences.map((each) => ({ ...each, contextTokens: sampleModel.contextTokens })),
    );
  });

  test('has no figures of an engine that has ended, but its problem', () => {
    const problem = { reason: 'engine-crashed', message: 'It ended.' } as const;
    const { engine, kv } = reportOf(sampleState({ engine: { state: 'restarting', problem }, restarts: 2 }));
    expect(engine).toMatchObject({
      state: 'restarting',
      problem: 'It ended.',
      restarts: 2,
      rssBytes: null,
      model: null,
    });
    expect(kv.backgroundTokens).toBe(0);
  });
});

describe('the counters of a report', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'are those of a replay of the recorded requests (seed %i)',
    async (seed) => {
      const session = new TypingSession(seed);
      for (let step = 0; step < 45; step++) await session.step();
      const report = reportOf(sampleState({ metrics: session.metrics.snapshot() }));
      expect(report.recent.length).toBe(session.asked);
      expect(new Set(Object.keys(report.outcomes)).size).toBeGreaterThan(4);
      const replayed = reportOf(sampleState({ metrics: replayOf(report.recent) }));
      for (const part of ['requests', 'engineRequests', 'outcomes'] as const) {
        expect(replayed[part]).toEqual(report[part]);
      }
      const { hits, misses, joined, hitRate, missRate } = report.cache;
      expect(replayed.cache).toMatchObject({ hits, misses, joined, hitRate, missRate });
      const { reuse, reusedTokens, evaluatedTokens, coldTokens, foregroundPerEngineRequest } = report.kv;
      const tokens = { reuse, reusedTokens, evaluatedTokens, coldTokens };
      expect(replayed.kv).toMatchObject({
        ...tokens,
        foregroundPerEngineRequest: { count: foregroundPerEngineRequest.count },
      });
      expect(replayed.times.byOrigin).toEqual(report.times.byOrigin);
      const { shown, accepted, partly, dismissed, typedThrough } = report.suggestions;
      expect(replayed.suggestions).toMatchObject({ shown, accepted, partly, dismissed, typedThrough });
    },
  );

  test('the sessions have late costs, abandoned tokens, joined requests and cold ones', async () => {
    const recent = [];
    let lateCosts = 0;
    for (let seed = 1; seed <= 8; seed++) {
      const session = new TypingSession(seed);
      for (let step = 0; step < 45; step++) await session.step();
      recent.push(...session.metrics.snapshot().recent);
      lateCosts += session.lateCosts;
    }
    expect(lateCosts).toBeGreaterThan(0);
    expect(recent.some(({ origin }) => origin === 'joined')).toBe(true);
    expect(recent.some(({ origin, strip }) => origin === 'joined' && strip !== null)).toBe(true);
    expect(recent.some(({ strip }) => strip !== null && strip.abandoned > 0)).toBe(true);
    expect(recent.some(({ strip }) => strip?.cold === true)).toBe(true);
  });
});

test('10,000 requests leave memory flat, and the report at its size', { timeout: 60_000 }, () => {
  const heap = new Heap();
  const metrics = new MetricsRecorder(() => 5);
  const record = (requests: number): void => {
    for (let request = 0; request < requests; request++) recordOne(metrics, request);
  };
  const size = (): number => JSON.stringify(reportOf(sampleState({ metrics: metrics.snapshot() }))).length;
  const atStart = heap.used();
  record(10_000);
  const first = size();
  const after = heap.used();
  expect(after - atStart).toBeLessThan(2_000_000);
  record(50_000);
  // Percentiles are over the last 10,000 values, of which not all are there after as many requests.
  expect(heap.used() - after).toBeLessThan(1_000_000);
  expect(Math.abs(size() - first)).toBeLessThan(first / 20);
  const { recent, times } = reportOf(sampleState({ metrics: metrics.snapshot() }));
  expect(recent).toHaveLength(50);
  expect(times.overTime).toHaveLength(500);
  record(100_000);
  const full = heap.used();
  record(10_000);
  expect(heap.used() - full).toBeLessThan(200_000);
});
