import type { Access } from './access';
import type { Item, Policy } from './policy';

/** How much a cache may hold. */
export interface Capacity {
  readonly entries: number;
  readonly bytes: number;
}

export interface Simulated {
  readonly lookups: number;
  /** Lookups that a cache without limits would have answered, and this one did not. */
  readonly lost: number;
  /** Lookups that no cache could answer. */
  readonly unknown: number;
  /** What computing the lost answers again takes, in ms. */
  readonly lostMs: number;
  readonly evictions: number;
}

/**
 * Plays accesses against a cache of a capacity. What is lost is computed again and stored, as the pipeline does; so the
 * next lookup of the same entry finds it. (In the pipeline it is stored for the place where it was missed, some keys
 * further on, and found from there.)
 */
export function simulate(accesses: readonly Access[], policy: Policy, capacity: Capacity): Simulated {
  const cache = new SimulatedCache(policy, capacity);
  const counts = { lookups: 0, lost: 0, unknown: 0, lostMs: 0 };
  for (const { kind, item } of accesses) {
    policy.passed?.();
    if (kind === 'look') counts.lookups++;
    if (item === undefined) counts.unknown++;
    else if (kind === 'drop') cache.drop(item.key);
    else if (kind === 'store') cache.store(item);
    else if (!cache.look(item)) {
      counts.lost++;
      counts.lostMs += item.costMs;
      cache.store(item);
    }
  }
  return { ...counts, evictions: cache.evictions };
}

class SimulatedCache {
  readonly #policy: Policy;
  readonly #capacity: Capacity;
  readonly #bytes = new Map<number, number>();
  #size = 0;
  evictions = 0;

  constructor(policy: Policy, capacity: Capacity) {
    this.#policy = policy;
    this.#capacity = capacity;
  }

  look(item: Item): boolean {
    if (!this.#bytes.has(item.key)) return false;
    this.#policy.used(item);
    return true;
  }

  /** In place of what is there for the same key, as `CompletionCache.put` does. */
  store(item: Item): void {
    this.drop(item.key);
    if (item.bytes > this.#capacity.bytes) return;
    while (this.#bytes.size >= this.#capacity.entries || this.#size + item.bytes > this.#capacity.bytes) {
      this.#forget(this.#policy.evict());
      this.evictions++;
    }
    this.#bytes.set(item.key, item.bytes);
    this.#size += item.bytes;
    this.#policy.added(item);
  }

  drop(key: number): void {
    if (!this.#bytes.has(key)) return;
    this.#policy.removed(key);
    this.#forget(key);
  }

  #forget(key: number): void {
    this.#size -= this.#bytes.get(key) ?? 0;
    this.#bytes.delete(key);
  }
}
