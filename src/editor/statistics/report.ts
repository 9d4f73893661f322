import type { EvictionReason } from '../../completion/evictions';
import type { Distribution, SuggestionFigures, Tally } from '../../completion/metrics';
import type { Origin } from '../../completion/outcome';
import type { RequestRecord } from '../../completion/requestLog';
import type { Histogram, TimePoint } from '../../completion/timesToText';
import type { LayoutName, SequenceStats } from '../../engine/port';

// The report is one type to whoever draws it, wherever its parts are counted.
export type { EvictionReason, Histogram, RequestRecord, TimePoint };
export type { PromptStrip } from '../../completion/requestLog';

/**
 * All that the statistics view shows, and what Export writes: one and the same value. Ratios are 0 … 1, and null before
 * there is something to count; times are ms, moments are ms since the epoch, sizes are bytes.
 */
export interface StatisticsReport {
  readonly version: 1;
  readonly takenAt: number;
  /** Since when the figures run. */
  readonly since: number;
  readonly cache: CacheReport;
  readonly kv: KvReport;
  readonly times: TimesReport;
  readonly keystrokes: number;
  readonly requests: number;
  readonly engineRequests: number;
  /** By `outcomeKind`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly suggestions: SuggestionFigures;
  /** The last 50, the newest first. */
  readonly recent: readonly RequestRecord[];
  readonly engine: EngineReport;
  /** One a local calendar day, the oldest first, today last; all windows summed. */
  readonly days: readonly DayTotals[];
}

export interface CacheReport {
  readonly hits: number;
  readonly misses: number;
  readonly joined: number;
  readonly hitRate: number | null;
  readonly missRate: number | null;
  readonly entries: number;
  readonly maxEntries: number;
  /** Entries ÷ most entries. */
  readonly entriesUtilisation: number;
  readonly bytes: number;
  readonly maxBytes: number;
  readonly bytesUtilisation: number;
  readonly evictions: Readonly<Record<EvictionReason, number>>;
}

export interface KvReport {
  readonly reuse: number | null;
  readonly reusedTokens: number;
  readonly evaluatedTokens: number;
  readonly coldTokens: number;
  /** Since the engine started. */
  readonly backgroundTokens: number;
  readonly foregroundPerKeystroke: Distribution;
  readonly foregroundPerEngineRequest: Distribution;
  readonly sequences: readonly SequenceReport[];
  readonly snapshots: SnapshotsReport;
}

/** One sequence of the KV cache, and the place that it holds. */
export interface SequenceReport extends SequenceStats {
  /** What it may hold. */
  readonly contextTokens: number;
}

/** Places kept on disk: what is in their folder, by all windows. */
export interface SnapshotsReport {
  readonly enabled: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

export interface TimesReport {
  /** Upper bounds of the histograms' buckets, ascending. */
  readonly boundsMs: readonly number[];
  readonly byOrigin: Readonly<
    Record<Origin, { readonly spread: Distribution; readonly histogram: Histogram }>
  >;
  /** Over the last answers, the oldest first: when, and time to text. At most 500. */
  readonly overTime: readonly TimePoint[];
}

export interface EngineReport {
  readonly state: 'unloaded' | 'loading' | 'ready' | 'working' | 'restarting' | 'problem';
  readonly problem: string | null;
  readonly model: string | null;
  readonly modelBytes: number | null;
  readonly layout: LayoutName | null;
  readonly contextTokens: number | null;
  readonly sequences: number | null;
  readonly kvBytes: number | null;
  readonly threads: number | null;
  /** Its name; null on the CPU or where no engine runs. */
  readonly gpu: string | null;
  /** Why this computes, where Hearth chose it itself. */
  readonly gpuNote: string | null;
  readonly rssBytes: number | null;
  readonly processId: number | null;
  readonly restarts: number;
  /** CPU seconds that the engine process used in the last minute. */
  readonly cpuSecondsAMinute: number | null;
  /** The same since it started. */
  readonly cpuSeconds: number | null;
}

/** The counts of one day; each is defined as the figure of its name is. */
export interface DayTotals extends Tally {
  /** `2026-11-25`, in local time. */
  readonly day: string;
}
