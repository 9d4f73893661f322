/** What a policy may know of an entry. */
export interface Item {
  readonly key: number;
  readonly bytes: number;
  /** What computing it took, in ms. */
  readonly costMs: number;
}

/** Decides which entry a full cache gives up. Keys are those that are in the cache; a policy keeps no others. */
export interface Policy {
  /** An entry that is not in the cache came into it. */
  added(item: Item): void;
  /** An entry that is in the cache was looked up. */
  used(item: Item): void;
  /** Chooses an entry, which then is no more in the cache. Throws a RangeError where there is none. */
  evict(): number;
  /** An entry left for another reason, such as its age. */
  removed(key: number): void;
  /** An access comes; for a policy that knows the future, and must know where in it the present is. */
  passed?(): void;
}

export function nothingToEvict(): RangeError {
  return new RangeError('Nothing is in the cache, so nothing can be evicted.');
}
