import type { Distribution, SuggestionFigures } from '../../completion/metrics';
import type { NoAnswerReason, Origin } from '../../completion/outcome';
import type { LayoutName } from '../../engine/port';

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

/** Why an entry left the completion cache. */
export type EvictionReason = 'entries' | 'bytes' | 'expired' | 'replaced' | 'document' | 'cleared';

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
export interface SequenceReport {
  /** Path of the document relative to its workspace folder; null where the sequence is empty. */
  readonly path: string | null;
  /** From 0; where the cursor was last. */
  readonly line: number | null;
  readonly tokens: number;
  readonly contextTokens: number;
  /** `serving`: the place answered last. `preparing`: its prompt is not evaluated to its end. `warm`: it is. */
  readonly state: 'serving' | 'warm' | 'preparing' | 'empty';
}

export interface SnapshotsReport {
  readonly enabled: boolean;
  readonly files: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

/** Counts of answers by time to text; the first bucket begins at 0, and the last has no end. */
export interface Histogram {
  readonly count: number;
  readonly sum: number;
  /** One a bound of `TimesReport.boundsMs`, and one for what is beyond the last. Not cumulative. */
  readonly buckets: readonly number[];
}

export interface TimesReport {
  /** Upper bounds of the histograms' buckets, ascending. */
  readonly boundsMs: readonly number[];
  readonly byOrigin: Readonly<Record<Origin, { readonly spread: Distribution; readonly histogram: Histogram }>>;
  /** Over the last answers, the oldest first: when, and time to text. At most 500. */
  readonly overTime: readonly TimePoint[];
}

export interface TimePoint {
  readonly at: number;
  readonly ms: number;
  readonly origin: Origin;
}

/** How the prompt of a request was come by. Tokens. */
export interface PromptStrip {
  readonly kept: number;
  readonly evaluated: number;
  /** Of `evaluated`: taken back by healing and read again. */
  readonly healed: number;
  readonly generated: number;
}

export interface RequestRecord {
  /** Counts from 1 since the figures run. */
  readonly id: number;
  readonly at: number;
  /** URI of the document; where a click goes to. */
  readonly uri: string;
  /** Relative to the workspace folder. */
  readonly path: string;
  /** From 0. */
  readonly line: number;
  readonly character: number;
  readonly trigger: 'automatic' | 'explicit';
  readonly kind: 'answer' | 'none';
  readonly origin: Origin | null;
  readonly reason: NoAnswerReason | null;
  /** The filter that stopped it, for `filtered`. */
  readonly filter: string | null;
  readonly detail: string | null;
  /** UTF-16 units of the text that was shown. */
  readonly characters: number;
  /** From the provider call to the outcome. */
  readonly ms: number;
  readonly firstTokenMs: number | null;
  /** Null where no engine run was paid for by this request. */
  readonly strip: PromptStrip | null;
  /** What became of the suggestion; null while it is open or where none was shown. */
  readonly end: 'accepted' | 'partly' | 'typedThrough' | 'dismissed' | null;
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
  readonly rssBytes: number | null;
  readonly processId: number | null;
  readonly restarts: number;
  /** CPU seconds that the engine process used in the last minute. */
  readonly cpuSecondsAMinute: number | null;
}

export interface DayTotals {
  /** `2026-11-25`, in local time. */
  readonly day: string;
  readonly keystrokes: number;
  readonly requests: number;
  readonly hits: number;
  readonly engineRequests: number;
  readonly evaluatedTokens: number;
  readonly reusedTokens: number;
  readonly shown: number;
  readonly accepted: number;
  readonly acceptedCharacters: number;
}
