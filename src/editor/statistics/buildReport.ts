import { origins, type Origin } from '../../completion/outcome';
import type { HearthState } from '../hearthState';
import type { EngineReport, StatisticsReport } from './report';

/** What the state alone can say of the report: no requests, no histories, no sequences. */
export function buildReport({ metrics, cache, engine, engineStats }: HearthState): StatisticsReport {
  const { kv, latencyMs, hitRate } = metrics;
  const byOrigin = Object.fromEntries(
    origins.map((origin) => [
      origin,
      { spread: latencyMs[origin], histogram: { count: 0, sum: 0, buckets: [] } },
    ]),
  ) as unknown as Record<Origin, StatisticsReport['times']['byOrigin'][Origin]>;
  return {
    version: 1,
    takenAt: Date.now(),
    since: metrics.since,
    cache: {
      hits: metrics.hits,
      misses: metrics.misses,
      joined: metrics.joined,
      hitRate: hitRate ?? null,
      missRate: hitRate === undefined ? null : 1 - hitRate,
      ...cache,
      entriesUtilisation: cache.entries / cache.maxEntries,
      bytesUtilisation: cache.bytes / cache.maxBytes,
      evictions: { entries: 0, bytes: 0, expired: 0, replaced: 0, document: 0, cleared: 0 },
    },
    kv: {
      reuse: kv.reuse ?? null,
      reusedTokens: kv.reusedTokens,
      evaluatedTokens: kv.evaluatedTokens,
      coldTokens: kv.coldTokens,
      backgroundTokens: engineStats?.backgroundTokens ?? 0,
      foregroundPerKeystroke: kv.foregroundPerKeystroke,
      foregroundPerEngineRequest: kv.foregroundPerEngineRequest,
      sequences: [],
      snapshots: { enabled: false, files: 0, bytes: 0, maxBytes: 0 },
    },
    times: { boundsMs: [], byOrigin, overTime: [] },
    keystrokes: metrics.keystrokes,
    requests: metrics.requests,
    engineRequests: metrics.engineRequests,
    outcomes: metrics.outcomes,
    suggestions: metrics.suggestions,
    recent: [],
    engine: engineOf({ engine, engineStats }),
    days: [],
  };
}

function engineOf({ engine, engineStats }: Pick<HearthState, 'engine' | 'engineStats'>): EngineReport {
  const model = 'model' in engine ? engine.model : undefined;
  return {
    state: engine.state,
    problem: 'problem' in engine ? engine.problem.message : null,
    model: model?.name ?? null,
    modelBytes: model?.fileBytes ?? null,
    layout: model?.layout ?? null,
    contextTokens: model?.contextTokens ?? null,
    sequences: model?.sequences ?? null,
    kvBytes: model?.kvBytes ?? null,
    threads: model?.threads ?? null,
    gpu: model === undefined || model.gpu === false ? null : model.gpu,
    rssBytes: engineStats?.rssBytes ?? null,
    processId: engineStats?.processId ?? null,
    restarts: engineStats?.restarts ?? 0,
    cpuSecondsAMinute: null,
  };
}
