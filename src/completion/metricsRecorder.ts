import { Emitter, type Event } from '../base/emitter';
import type { Disposable } from '../base/lifecycle';
import type { EngineCost } from '../engine/port';
import type { SuggestionEnd } from './acceptance';
import { type EvictionReason, evictionReasons } from './evictions';
import type { CompletionMetrics, MetricsSnapshot, SuggestionFigures, Tally } from './metrics';
import { type CompletionOutcome, type Origin, outcomeKind } from './outcome';
import { type EndedRequest, RequestLog } from './requestLog';
import { Samples } from './samples';
import { byOrigin, TimesToText } from './timesToText';

/** Everything that {@link MetricsRecorder.reset} starts anew. */
interface Counts {
  readonly since: number;
  readonly outcomes: Map<string, number>;
  readonly latencyMs: Readonly<Record<Origin, Samples>>;
  readonly times: TimesToText;
  readonly perEngineRequest: Samples;
  readonly perKeystroke: Samples;
  readonly suggestions: { -readonly [figure in keyof SuggestionFigures]: number };
  readonly evictions: Record<EvictionReason, number>;
  readonly log: RequestLog;
  keystrokes: number;
  requests: number;
  hits: number;
  joined: number;
  engineRequests: number;
  reusedTokens: number;
  evaluatedTokens: number;
  coldTokens: number;
  /** Foreground tokens since the last keystroke; cold requests left out. */
  tokensSinceKeystroke: number;
}

/**
 * Counts what outcomes say, and what became of suggestions, by the definitions in `docs/architecture.md`, "Measures":
 *
 * - A request that the guards turned away (`disabled`, `excluded`, and `empty` without an origin) is counted in
 *   `outcomes` only.
 * - Of the requests, those answered by typed-through or cache are hits, a cached "nothing here" included, and all
 *   others are misses. `joined` is a part of the misses, counted apart.
 * - Cold is what the engine says is cold. A request of more than 32 tokens in a document that it knows is an
 *   expensive warm one, and stays in the distributions.
 * - Tokens of aborted requests are counted with the next answer, as evaluated and not as reused.
 * - A keystroke's foreground tokens are those evaluated from it to the next one. The last keystroke's are in the
 *   snapshot as they stand.
 */
export class MetricsRecorder implements CompletionMetrics, Disposable {
  readonly #changed = new Emitter<void>();
  readonly #lateCost = new Emitter<EngineCost>();
  readonly #epochNow: () => number;
  #counts: Counts;

  readonly onDidChange: Event<void> = this.#changed.event;
  readonly onLateCost: Event<EngineCost> = this.#lateCost.event;

  /** `epochNow` gives milliseconds since the epoch. */
  constructor(epochNow: () => number = Date.now) {
    this.#epochNow = epochNow;
    this.#counts = newCounts(epochNow());
  }

  keystroke(): void {
    const counts = this.#counts;
    if (counts.keystrokes > 0) counts.perKeystroke.add(counts.tokensSinceKeystroke);
    counts.keystrokes++;
    counts.tokensSinceKeystroke = 0;
  }

  record(outcome: CompletionOutcome, ended?: EndedRequest): void {
    const counts = this.#counts;
    const kind = outcomeKind(outcome);
    counts.outcomes.set(kind, (counts.outcomes.get(kind) ?? 0) + 1);
    if (passedGuards(outcome)) {
      counts.requests++;
      if (isHit(outcome.origin)) counts.hits++;
      if (outcome.origin === 'joined') counts.joined++;
    }
    if (outcome.cost !== undefined) this.#recordCost(outcome.cost);
    if (outcome.kind === 'answer') this.#recordTime(outcome.origin, outcome.timeToTextMs);
    if (ended !== undefined) counts.log.add(outcome, ended, Math.round(this.#epochNow() - ended.ms));
    this.#changed.fire();
  }

  lateCost(cost: EngineCost, outcome?: CompletionOutcome): void {
    this.#recordCost(cost);
    if (outcome !== undefined) this.#counts.log.lateCost(outcome, cost);
    this.#lateCost.fire(cost);
    this.#changed.fire();
  }

  suggestionShown(): void {
    this.#counts.suggestions.shown++;
    this.#changed.fire();
  }

  offered(outcome: CompletionOutcome, suggestion: number): void {
    this.#counts.log.offered(outcome, suggestion);
  }

  evicted(reason: EvictionReason): void {
    this.#counts.evictions[reason]++;
  }

  suggestionEnded(end: SuggestionEnd, suggestion: number): void {
    this.#counts.suggestions[end]++;
    this.#counts.log.ended(suggestion, end);
    this.#changed.fire();
  }

  textAccepted(characters: number): void {
    this.#counts.suggestions.acceptedCharacters += characters;
    this.#changed.fire();
  }

  textAged(characters: number, surviving: number): void {
    this.#counts.suggestions.agedCharacters += characters;
    this.#counts.suggestions.survivingCharacters += surviving;
    this.#changed.fire();
  }

  snapshot(): MetricsSnapshot {
    const counts = this.#counts;
    const { requests, hits, reusedTokens, evaluatedTokens } = counts;
    return {
      since: counts.since,
      keystrokes: counts.keystrokes,
      requests,
      engineRequests: counts.engineRequests,
      outcomes: Object.fromEntries(counts.outcomes),
      hits,
      misses: requests - hits,
      joined: counts.joined,
      hitRate: ratio(hits, requests),
      kv: {
        reusedTokens,
        evaluatedTokens,
        coldTokens: counts.coldTokens,
        reuse: ratio(reusedTokens, reusedTokens + evaluatedTokens),
        foregroundPerEngineRequest: counts.perEngineRequest.distribution(),
        foregroundPerKeystroke: counts.perKeystroke.distribution(
          counts.keystrokes > 0 ? counts.tokensSinceKeystroke : undefined,
        ),
      },
      latencyMs: byOrigin((origin) => counts.latencyMs[origin].distribution()),
      histograms: counts.times.histograms(),
      overTime: counts.times.overTime(),
      suggestions: { ...counts.suggestions },
      evictions: { ...counts.evictions },
      recent: counts.log.recent(),
    };
  }

  tally(): Tally {
    const { keystrokes, requests, hits, engineRequests, evaluatedTokens, reusedTokens } = this.#counts;
    const { shown, accepted, acceptedCharacters } = this.#counts.suggestions;
    const counted = { keystrokes, requests, hits, engineRequests, evaluatedTokens, reusedTokens };
    return { ...counted, shown, accepted, acceptedCharacters };
  }

  reset(): void {
    this.#counts = newCounts(this.#epochNow());
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
    this.#lateCost.dispose();
  }

  #recordTime(origin: Origin, ms: number): void {
    this.#counts.latencyMs[origin].add(ms);
    this.#counts.times.add({ at: Math.round(this.#epochNow()), ms, origin });
  }

  #recordCost(cost: EngineCost): void {
    const counts = this.#counts;
    counts.engineRequests++;
    const evaluated = cost.evaluatedTokens + cost.abandonedTokens;
    counts.reusedTokens += cost.reusedTokens - cost.abandonedTokens;
    counts.evaluatedTokens += evaluated;
    if (cost.cold) {
      counts.coldTokens += evaluated;
      return;
    }
    counts.perEngineRequest.add(evaluated);
    counts.tokensSinceKeystroke += evaluated;
  }
}

function passedGuards(outcome: CompletionOutcome): boolean {
  if (outcome.kind === 'answer') return true;
  if (outcome.reason === 'disabled' || outcome.reason === 'excluded') return false;
  return outcome.reason !== 'empty' || outcome.origin !== undefined;
}

function isHit(origin: Origin | undefined): boolean {
  return origin === 'typed-through' || origin === 'cache';
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function newCounts(since: number): Counts {
  return {
    since,
    outcomes: new Map(),
    latencyMs: byOrigin(() => new Samples()),
    times: new TimesToText(),
    perEngineRequest: new Samples(),
    perKeystroke: new Samples(),
    suggestions: {
      shown: 0,
      accepted: 0,
      partly: 0,
      dismissed: 0,
      typedThrough: 0,
      acceptedCharacters: 0,
      agedCharacters: 0,
      survivingCharacters: 0,
    },
    evictions: Object.fromEntries(evictionReasons.map((reason) => [reason, 0])) as Record<
      EvictionReason,
      number
    >,
    log: new RequestLog(),
    keystrokes: 0,
    requests: 0,
    hits: 0,
    joined: 0,
    engineRequests: 0,
    reusedTokens: 0,
    evaluatedTokens: 0,
    coldTokens: 0,
    tokensSinceKeystroke: 0,
  };
}
