import type { Event } from '../base/emitter';
import type { EngineCost } from '../engine/port';
import type { AcceptanceCounts } from './acceptance';
import type { CompletionOutcome, Origin } from './outcome';

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
  readonly suggestions: SuggestionFigures;
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
  /** One edit event by the user. */
  keystroke(): void;
  record(outcome: CompletionOutcome): void;
  /** The cost of an answer of which a part was shown before it was whole, once it is: it is on no outcome. */
  lateCost(cost: EngineCost): void;
  /** Fires with each late cost. */
  readonly onLateCost: Event<EngineCost>;
  reset(): void;
}
