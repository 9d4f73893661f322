import type { EngineAnswer } from '../../src/engine/port';
import {
  type CacheMatch,
  type CachedAnswer,
  CompletionCache,
  type CompletionCacheOptions,
  entryOverheadBytes,
  negativeTtlMs,
} from '../../src/completion/completionCache';
import { type Place, spanOf } from '../../src/completion/place';
import type { Access } from './access';
import type { Item } from './policy';

/** More than any replay stores. */
const unlimited = { maxEntries: 1_000_000, maxBytes: 10_000_000_000 };

/** A completion cache without limits that writes down what is asked of it, entry by entry. */
export class RecordedCache extends CompletionCache {
  readonly #clock: CompletionCacheOptions['clock'];
  readonly #accesses: Access[];
  readonly #items = new Map<string, Item>();
  /** When "nothing here" is no more believed, by its place. */
  readonly #expiries = new Map<string, number>();

  /** What is asked is added to `accesses`. */
  constructor(options: CompletionCacheOptions, accesses: Access[]) {
    super({ ...options, ...unlimited });
    this.#clock = options.clock;
    this.#accesses = accesses;
  }

  override find(place: Place): CacheMatch | undefined {
    const match = super.find(place);
    this.#dropExpired();
    const before = place.before.slice(0, place.before.length - (match?.typed.length ?? 0));
    const item = match && this.#items.get(nameOf({ ...place, before }));
    this.#accesses.push({ kind: 'look', item });
    return match;
  }

  override put(place: Place, answer: CachedAnswer): void {
    super.put(place, answer);
    this.#dropExpired();
    const name = nameOf(place);
    const isNothing = answer.text.trim() === '';
    const text = isNothing ? '' : answer.text;
    const item: Item = {
      key: this.#items.get(name)?.key ?? this.#items.size,
      bytes: entryOverheadBytes + 2 * (spanOf(place.before).length + place.fingerprint.length + text.length),
      costMs: costOf(answer),
    };
    this.#items.set(name, item);
    if (isNothing) this.#expiries.set(name, this.#clock.now() + negativeTtlMs);
    else this.#expiries.delete(name);
    this.#accesses.push({ kind: 'store', item });
  }

  #dropExpired(): void {
    const now = this.#clock.now();
    for (const [name, expiry] of this.#expiries) {
      if (expiry >= now) continue;
      this.#expiries.delete(name);
      const item = this.#items.get(name);
      if (item) this.#accesses.push({ kind: 'drop', item });
    }
  }
}

function nameOf({ document, generation, before, fingerprint }: Place): string {
  return [document, generation, spanOf(before), fingerprint].join('\0');
}

/** The pipeline hands over whole answers, of which a cache without a policy of its own does not want the cost. */
function costOf(answer: CachedAnswer & Partial<Pick<EngineAnswer, 'cost'>>): number {
  return Math.max(1, Math.round(answer.cost?.totalMs ?? 0));
}
