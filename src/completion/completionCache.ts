import { LRUCache } from 'lru-cache';
import type { Clock } from '../base/clock';
import type { Disposable } from '../base/lifecycle';
import type { Confidence, EngineAnswer, SpokenAnswer, StopReason } from '../engine/port';
import { type CompletionEntry, CompletionIndex } from './completionIndex';
import type { EvictionReason } from './evictions';
import type { CacheUtilisation } from './metrics';
import { type Place, spanOf } from './place';

export interface CompletionCacheOptions {
  readonly clock: Clock;
  /** Default 1000. */
  readonly maxEntries?: number;
  /** UTF-16 bytes of what is kept and {@link entryOverheadBytes} for each entry. Default 8 MB. */
  readonly maxBytes?: number;
  /** Told of each entry that leaves. */
  readonly onEvicted?: (reason: EvictionReason) => void;
}

/** An estimate of what an entry costs besides its text: objects, map slots and list links. */
export const entryOverheadBytes = 256;

/** How long "nothing useful here" is believed, in ms. */
export const negativeTtlMs = 30_000;

export interface CacheMatch {
  /** What is left of the answer; empty for a cached "nothing useful here". */
  readonly text: string;
  /** What of the answer the user typed since it was computed. */
  readonly typed: string;
  readonly stop: StopReason;
  readonly confidence: Confidence | undefined;
  /** Other answers for the same place; undefined where they were not asked for, or something was typed since. */
  readonly alternatives: readonly SpokenAnswer[] | undefined;
}

/** What the engine said at a place. */
export type CachedAnswer = Omit<EngineAnswer, 'cost'>;

/**
 * Recent answers, found by what is before the cursor. `lru-cache` owns which entries stay; the index finds them
 * and is kept in step by the cache's `dispose`. Answers are kept as the engine gave them, before filters.
 */
export class CompletionCache implements Disposable {
  readonly #index = new CompletionIndex();
  readonly #entries: LRUCache<CompletionEntry, CompletionEntry>;
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  readonly #onEvicted: (reason: EvictionReason) => void;
  /** Why entries are being deleted. */
  #deletesFor: EvictionReason = 'cleared';
  /** Whether the entry that is being stored has to take the place of one: `lru-cache` evicts that one first. */
  #needsPlace = false;

  constructor(options: CompletionCacheOptions) {
    const { clock, maxEntries = 1000, maxBytes = 8_000_000, onEvicted = () => {} } = options;
    this.#maxEntries = maxEntries;
    this.#maxBytes = maxBytes;
    this.#onEvicted = onEvicted;
    this.#entries = new LRUCache({
      max: maxEntries,
      maxSize: maxBytes,
      sizeCalculation: bytesOf,
      // A resolution above 0 would remember the time by a timer of its own.
      ttlResolution: 0,
      perf: clock,
      dispose: (entry, _, reason) => {
        this.#index.remove(entry);
        this.#onEvicted(this.#whyEvicted(reason));
      },
    });
  }

  /** The answer with the least typed since it was computed; looking it up makes it the most recent one. */
  find(place: Place): CacheMatch | undefined {
    const match = this.#index.find(place, (entry) => this.#entries.get(entry) !== undefined);
    if (match === undefined) return undefined;
    const { typed, entry } = match;
    const { text, stop, confidence } = entry;
    const alternatives = typed === 0 ? entry.alternatives : undefined;
    return { text: text.slice(typed), typed: text.slice(0, typed), stop, confidence, alternatives };
  }

  /** Whether something is known of this very place. */
  has(place: Place): boolean {
    const entry = this.#index.at(place);
    return entry !== undefined && this.#entries.has(entry);
  }

  /** Keeps an answer, in place of one for the same place. A blank one is kept for {@link negativeTtlMs}. */
  put(place: Place, answer: CachedAnswer): void {
    const former = this.#index.at(place);
    if (former !== undefined) this.#delete([former], 'replaced');
    const text = answer.text.trim() === '' ? '' : answer.text;
    const entry: CompletionEntry = {
      owner: this.#index.owner(place.document),
      generation: place.generation,
      span: spanOf(place.before),
      fingerprint: place.fingerprint,
      text,
      stop: answer.stop,
      confidence: answer.confidence,
      alternatives: answer.alternatives,
    };
    // Into the index first: storing may evict the document's other entries, or refuse this one as too large,
    // and must find the index complete either way.
    this.#index.add(entry);
    this.#needsPlace = this.#entries.size >= this.#maxEntries;
    this.#entries.set(entry, entry, text === '' ? { ttl: negativeTtlMs } : {});
    this.#needsPlace = false;
    if (!this.#entries.has(entry)) this.#index.remove(entry);
  }

  renameDocument(from: string, to: string): void {
    this.#delete(this.#index.rename(from, to), 'document');
  }

  forgetDocument(uri: string): void {
    this.#delete(this.#index.entriesOf(uri), 'document');
  }

  clear(): void {
    this.#deletesFor = 'cleared';
    this.#entries.clear();
  }

  utilisation(): CacheUtilisation {
    return {
      entries: this.#entries.size,
      maxEntries: this.#maxEntries,
      bytes: this.#entries.calculatedSize,
      maxBytes: this.#maxBytes,
    };
  }

  /** Entries the index knows; always the number of cached entries. For tests. */
  get indexedEntries(): number {
    return this.#index.size;
  }

  dispose(): void {
    this.clear();
  }

  #delete(entries: readonly CompletionEntry[], reason: EvictionReason): void {
    this.#deletesFor = reason;
    for (const entry of entries) this.#entries.delete(entry);
  }

  #whyEvicted(reason: LRUCache.DisposeReason): EvictionReason {
    if (reason === 'expire') return 'expired';
    if (reason !== 'evict') return this.#deletesFor;
    const isForPlace = this.#needsPlace;
    this.#needsPlace = false;
    return isForPlace ? 'entries' : 'bytes';
  }
}

function bytesOf(entry: CompletionEntry): number {
  const others = entry.alternatives?.reduce((sum, { text }) => sum + text.length, 0) ?? 0;
  return entryOverheadBytes + 2 * (entry.span.length + entry.fingerprint.length + entry.text.length + others);
}
