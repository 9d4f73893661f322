import type { Distribution, MetricsSnapshot } from '../../src/completion/metrics';
import type { Origin } from '../../src/completion/outcome';
import type { LayoutName } from '../../src/engine/port';
import type { AcceptCounts } from './typist';

/** What was replayed, and how. */
export interface ReplaySetup {
  readonly source: string;
  /** Null where no model was loaded and none was asked for. */
  readonly layout: LayoutName | null;
  readonly kv: boolean;
  readonly cache: boolean;
  readonly clock: 'profile' | 'real';
}

export type Spread = Pick<Distribution, 'mean' | 'p50' | 'p95' | 'max'>;
type Latency = Pick<Distribution, 'p50' | 'p95' | 'p99' | 'count'>;

/** The figures of a replay as `--json` prints them; each is defined in `docs/architecture.md`, "Measures". */
export interface ReplayReport {
  readonly setup: ReplaySetup;
  readonly keystrokes: number;
  readonly requests: number;
  readonly engineRequests: number;
  readonly outcomes: Readonly<Record<string, number>>;
  /** 0 … 1; null without a request that looked anything up. */
  readonly hitRate: number | null;
  readonly kv: {
    readonly reusedTokens: number;
    readonly evaluatedTokens: number;
    readonly coldTokens: number;
    /** Without the cold request. */
    readonly foregroundPerKeystroke: Spread;
    /** Without the cold request. */
    readonly foregroundPerEngineRequest: Spread;
    readonly backgroundTokens: number;
  };
  /** Time to text, in ms. */
  readonly latencyMs: Readonly<Record<Origin, Latency>>;
  /** Null where the events were given and nothing could be taken. */
  readonly accept: {
    readonly accepted: number;
    readonly charsSaved: number;
    /** Keys that the text takes without suggestions. */
    readonly characters: number;
    /** 1 − keys pressed ÷ characters, 0 … 1. */
    readonly keystrokesSaved: number;
  } | null;
  /** `model` is null where no request needed one. */
  readonly engine: { readonly model: string | null; readonly rssBytes: number };
}

export interface ReportParts {
  readonly setup: ReplaySetup;
  readonly metrics: MetricsSnapshot;
  readonly accept: AcceptCounts | undefined;
  readonly backgroundTokens: number;
  readonly engine: ReplayReport['engine'];
}

export function buildReport({ setup, metrics, accept, backgroundTokens, engine }: ReportParts): ReplayReport {
  const { reusedTokens, evaluatedTokens, coldTokens } = metrics.kv;
  return {
    setup,
    keystrokes: metrics.keystrokes,
    requests: metrics.requests,
    engineRequests: metrics.engineRequests,
    outcomes: sortedByKey(metrics.outcomes),
    hitRate: metrics.hitRate ?? null,
    kv: {
      reusedTokens,
      evaluatedTokens,
      coldTokens,
      foregroundPerKeystroke: spreadOf(metrics.kv.foregroundPerKeystroke),
      foregroundPerEngineRequest: spreadOf(metrics.kv.foregroundPerEngineRequest),
      backgroundTokens,
    },
    latencyMs: {
      'typed-through': latencyOf(metrics.latencyMs['typed-through']),
      cache: latencyOf(metrics.latencyMs.cache),
      joined: latencyOf(metrics.latencyMs.joined),
      warm: latencyOf(metrics.latencyMs.warm),
      cold: latencyOf(metrics.latencyMs.cold),
    },
    accept: accept ? savedBy(accept) : null,
    engine,
  };
}

function savedBy({ accepted, charsSaved, keysPressed, characters }: AcceptCounts): ReplayReport['accept'] {
  const keystrokesSaved = characters === 0 ? 0 : 1 - keysPressed / characters;
  return { accepted, charsSaved, characters, keystrokesSaved };
}

function sortedByKey(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function spreadOf({ mean, p50, p95, max }: Distribution): Spread {
  return { mean: toThousandths(mean), p50, p95, max };
}

function latencyOf({ p50, p95, p99, count }: Distribution): Latency {
  return { p50: toThousandths(p50), p95: toThousandths(p95), p99: toThousandths(p99), count };
}

/** Differences of points in time carry the error of the time itself. */
function toThousandths(figure: number): number {
  return Math.round(figure * 1000) / 1000;
}
