/** A snapshot as the eviction sees it. */
export interface Evictable {
  /** On the disk, header and state. */
  readonly bytes: number;
  readonly recomputeMs: number;
  /** The eviction clock at its last use. */
  readonly usedAt: number;
  /** Wall time of its last use; decides between equals. */
  readonly lastUsedAt: number;
}

export interface Eviction<T> {
  /** What must go, least valuable first. */
  readonly victims: readonly T[];
  /** The eviction clock afterwards: to be recorded with what comes in. */
  readonly clock: number;
}

const mebibyte = 1024 * 1024;

/**
 * Chooses what must go so that `incoming` bytes fit into `maxBytes`: GreedyDual-Size (Cao and Irani, USENIX Symposium
 * on Internet Technologies and Systems, 1997). What goes sets the clock to what it was worth; so all that is not
 * used ages by that.
 */
export function chooseVictims<T extends Evictable>(
  entries: readonly T[],
  incoming: number,
  maxBytes: number,
): Eviction<T> {
  const victims: T[] = [];
  let bytes = incoming + entries.reduce((sum, entry) => sum + entry.bytes, 0);
  let clock = clockOf(entries);
  for (const entry of entries.toSorted(byWorth)) {
    if (bytes <= maxBytes) break;
    victims.push(entry);
    bytes -= entry.bytes;
    clock = Math.max(clock, worthOf(entry));
  }
  return { victims, clock };
}

/**
 * The eviction clock, which is in no file of its own: whatever moves it is followed by an entry that records it, so
 * the latest record is the clock.
 */
export function clockOf(entries: readonly Evictable[]): number {
  return entries.reduce((latest, { usedAt }) => Math.max(latest, usedAt), 0);
}

/** The clock at the last use, and the ms that a MiB of it saves. */
export function worthOf({ usedAt, recomputeMs, bytes }: Evictable): number {
  return usedAt + (recomputeMs * mebibyte) / Math.max(bytes, 1);
}

function byWorth(a: Evictable, b: Evictable): number {
  return worthOf(a) - worthOf(b) || a.lastUsedAt - b.lastUsedAt;
}
