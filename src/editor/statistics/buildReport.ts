import { byOrigin, timeBoundsMs } from '../../completion/timesToText';
import type { HearthState } from '../hearthState';
import type {
  CacheReport,
  DayTotals,
  EngineReport,
  KvReport,
  SnapshotsReport,
  StatisticsReport,
  TimesReport,
} from './report';

export interface ReportSources {
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly state: HearthState;
  readonly snapshots: SnapshotsReport;
  readonly days: readonly DayTotals[];
}

/** The report of one moment. Nothing is counted here. */
export function buildReport({ takenAt, state, snapshots, days }: ReportSources): StatisticsReport {
  const { metrics } = state;
  return {
    version: 1,
    takenAt,
    since: metrics.since,
    cache: cacheReport(state),
    kv: kvReport(state, snapshots),
    times: timesReport(state),
    keystrokes: metrics.keystrokes,
    requests: metrics.requests,
    engineRequests: metrics.engineRequests,
    outcomes: metrics.outcomes,
    suggestions: metrics.suggestions,
    recent: metrics.recent,
    engine: engineReport(state),
    days,
  };
}

function cacheReport({ metrics, cache }: HearthState): CacheReport {
  const { hits, misses, joined, hitRate, evictions } = metrics;
  return {
    hits,
    misses,
    joined,
    hitRate: hitRate ?? null,
    missRate: hitRate === undefined ? null : 1 - hitRate,
    ...cache,
    entriesUtilisation: cache.entries / cache.maxEntries,
    bytesUtilisation: cache.bytes / cache.maxBytes,
    evictions,
  };
}

function kvReport({ metrics, engine, engineStats }: HearthState, snapshots: SnapshotsReport): KvReport {
  const { kv } = metrics;
  const running = 'model' in engine ? engineStats : undefined;
  const contextTokens = 'model' in engine ? engine.model.contextTokens : 0;
  return {
    reuse: kv.reuse ?? null,
    reusedTokens: kv.reusedTokens,
    evaluatedTokens: kv.evaluatedTokens,
    coldTokens: kv.coldTokens,
    backgroundTokens: running?.backgroundTokens ?? 0,
    foregroundPerKeystroke: kv.foregroundPerKeystroke,
    foregroundPerEngineRequest: kv.foregroundPerEngineRequest,
    sequences: (running?.sequences ?? []).map((sequence) => ({ ...sequence, contextTokens })),
    snapshots,
  };
}

function timesReport({ metrics }: HearthState): TimesReport {
  const { latencyMs, histograms, overTime } = metrics;
  return {
    boundsMs: timeBoundsMs,
    byOrigin: byOrigin((origin) => ({ spread: latencyMs[origin], histogram: histograms[origin] })),
    overTime,
  };
}

function engineReport({ engine, engineStats, restarts }: HearthState): EngineReport {
  const model = 'model' in engine ? engine.model : undefined;
  const running = model && engineStats;
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
    gpuNote: model?.gpuNote ?? null,
    rssBytes: running?.rssBytes ?? null,
    processId: running?.processId ?? null,
    restarts,
    cpuSecondsAMinute: running?.cpuSecondsAMinute ?? null,
    cpuSeconds: running?.cpuSeconds ?? null,
  };
}
