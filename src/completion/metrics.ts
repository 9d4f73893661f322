import type { Event } from '../base/emitter';
import type { EngineCost } from '../engine/port';
import type { AcceptanceCounts } from './acceptance';
import type { EvictionReason } from './evictions';
import type { CompletionOutcome, Origin } from './outcome';
import type { EndedRequest, RequestRecord } from './requestLog';
import type { Histogram, TimePoint } from './timesToText';

/** Mean and percentiles of a set of numbers; `count` 0 has zeros. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface CacheUtilisation {
  readonly entries: number;
  readonly maxEntries: number;
  readonly bytes: number;
  readonly maxBytes: number;
}

/** All figures at one moment; the formulas are those of `docs/architecture.md`, "Measures". */
export interface MetricsSnapshot {
  /** Milliseconds since the epoch at which counting began. */
  readonly since: number;
  readonly keystrokes: number;
  readonly requests: number;
  readonly engineRequests: number;
  /** Requests by `outcomeKind`. */
  readonly outcomes: Readonly<Record<string, number>>;
  readonly hits: number;
  readonly misses: number;
  readonly joined: number;
  /** Hits ÷ lookups, 0 … 1; undefined before the first lookup. */
  readonly hitRate: number | undefined;
  readonly kv: {
    readonly reusedTokens: number;
    readonly evaluatedTokens: number;
    /** Foreground tokens of cold requests, part of `evaluatedTokens`. */
    readonly coldTokens: number;
    /** Reused ÷ (reused + evaluated), 0 … 1; undefined before the first engine request. */
    readonly reuse: number | undefined;
    /** Without cold requests. */
    readonly foregroundPerEngineRequest: Distribution;
    /** Without cold requests. */
    readonly foregroundPerKeystroke: Distribution;
  };
  /** Time to text of answers, in ms. */
  readonly latencyMs: Readonly<Record<Origin, Distribution>>;
  /** The same by `timeBoundsMs`. */
  readonly histograms: Readonly<Record<Origin, Histogram>>;
  /** The last answers' times to text, the oldest first. */
  readonly overTime: readonly TimePoint[];
  readonly suggestions: SuggestionFigures;
  /** Entries that left the completion cache. */
  readonly evictions: Readonly<Record<EvictionReason, number>>;
  /** The last requests, the newest first. */
  readonly recent: readonly RequestRecord[];
}

/** Plain counts, which are cheap to read; each is that of {@link MetricsSnapshot}. */
export interface Tally {
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

/** What became of suggestions. Characters are UTF-16 units, and a line break is one. */
export interface SuggestionFigures {
  readonly shown: number;
  readonly accepted: number;
  readonly partly: number;
  readonly dismissed: number;
  readonly typedThrough: number;
  /** Inserted by acceptances, in full and in part. */
  readonly acceptedCharacters: number;
  /** Of `acceptedCharacters`, those whose acceptance is 30 s ago. */
  readonly agedCharacters: number;
  /** Of `agedCharacters`, those that were still there after 30 s. */
  readonly survivingCharacters: number;
}

/** What the editor side reads; implemented by `MetricsRecorder`. */
export interface CompletionMetrics extends AcceptanceCounts {
  readonly onDidChange: Event<void>;
  snapshot(): MetricsSnapshot;
  tally(): Tally;
  /** One edit event by the user. */
  keystroke(): void;
  /** `ended` is whose outcome it is, for the list of the last requests; without it the outcome is counted only. */
  record(outcome: CompletionOutcome, ended?: EndedRequest): void;
  /**
   * The cost of an answer of which a part was shown before it was whole, once it is: it is on no outcome. `outcome` is
   * the one that had the part.
   */
  lateCost(cost: EngineCost, outcome?: CompletionOutcome): void;
  /** An answer was given to the editor as a suggestion; see `Acceptance`. */
  offered(outcome: CompletionOutcome, suggestion: number): void;
  /** An entry left the completion cache. */
  evicted(reason: EvictionReason): void;
  /** Fires with each late cost. */
  readonly onLateCost: Event<EngineCost>;
  reset(): void;
}
