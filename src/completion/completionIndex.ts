import { maxTypedLength, type Place, spanLength, spanOf } from './place';
import type { Confidence, SpokenAnswer, StopReason } from '../engine/port';

/** A raw answer and the place it was computed for. */
export interface CompletionEntry {
  /** Which document; entries of one document share the object, so that a rename is one change. */
  readonly owner: EntryOwner;
  readonly generation: string;
  /** The last {@link spanLength} units before the place. */
  readonly span: string;
  readonly fingerprint: string;
  /** The engine's answer before filters; empty where there was nothing useful to say. */
  readonly text: string;
  readonly stop: StopReason;
  readonly confidence: Confidence | undefined;
  /** Undefined where they were not asked for. */
  readonly alternatives: readonly SpokenAnswer[] | undefined;
}

export interface EntryOwner {
  readonly uri: string;
}

export interface IndexMatch {
  readonly entry: CompletionEntry;
  /** How many UTF-16 units of the entry's text stand before the cursor already. */
  readonly typed: number;
}

interface Bucket {
  readonly owner: { uri: string };
  /** By {@link slotOf}. A list has more than one entry only where hashes collide. */
  readonly slots: Map<number, CompletionEntry[]>;
  size: number;
}

/**
 * Finds the entry whose span and text begin with what is now before the cursor.
 *
 * The span that ends k units before the cursor has a hash for every k; one pass of a rolling polynomial hash
 * (Karp and Rabin 1987) over the bounded text gives them all, and each is one look into a map. So the cost does
 * not depend on the document's size or on how many entries there are. A hash only proposes: every match is
 * compared as text.
 */
export class CompletionIndex {
  readonly #buckets = new Map<string, Bucket>();
  readonly #prefixHashes = new Int32Array(spanLength + maxTypedLength + 1);

  /** The owner to create entries with. */
  owner(uri: string): EntryOwner {
    return this.#bucket(uri).owner;
  }

  add(entry: CompletionEntry): void {
    const bucket = this.#bucket(entry.owner.uri);
    const slot = slotOf(hashOf(entry.span), entry.generation, entry.fingerprint);
    const entries = bucket.slots.get(slot);
    if (entries === undefined) bucket.slots.set(slot, [entry]);
    else entries.push(entry);
    bucket.size++;
  }

  /** Removes this very entry; nothing happens where it is not there. */
  remove(entry: CompletionEntry): void {
    const bucket = this.#buckets.get(entry.owner.uri);
    const slot = slotOf(hashOf(entry.span), entry.generation, entry.fingerprint);
    const entries = bucket?.slots.get(slot);
    const at = entries?.indexOf(entry) ?? -1;
    if (bucket === undefined || entries === undefined || at < 0) return;
    entries.splice(at, 1);
    if (entries.length === 0) bucket.slots.delete(slot);
    if (--bucket.size === 0) this.#buckets.delete(bucket.owner.uri);
  }

  /** The entry of exactly this place. */
  at(place: Place): CompletionEntry | undefined {
    const span = spanOf(place.before);
    const slot = slotOf(hashOf(span), place.generation, place.fingerprint);
    return this.#buckets
      .get(place.document)
      ?.slots.get(slot)
      ?.find((entry) => isAt(entry, place, span));
  }

  /**
   * The entry that answers at `place` with the least typed since. An entry whose text is used up, or of whose text
   * only white space is left, does not answer; one that says "nothing here" answers at its own place.
   * `isLive` may refuse an entry and may remove it.
   */
  find(place: Place, isLive: (entry: CompletionEntry) => boolean): IndexMatch | undefined {
    const slots = this.#buckets.get(place.document)?.slots;
    if (slots === undefined) return undefined;
    const { before } = place;
    const hashes = this.#prefixHashes;
    fillPrefixHashes(before, hashes);
    const seed = placeSeed(place.generation, place.fingerprint);
    const furthest = Math.min(maxTypedLength, before.length);
    for (let typed = 0; typed <= furthest; typed++) {
      const end = before.length - typed;
      const start = Math.max(0, end - spanLength);
      const candidates = slots.get(rangeHash(hashes, start, end) ^ seed);
      if (candidates === undefined) continue;
      const span = before.slice(start, end);
      const entry = candidates.find((each) => isAt(each, place, span) && answers(each, before.slice(end)));
      if (entry !== undefined && isLive(entry)) return { entry, typed };
    }
    return undefined;
  }

  /** Moves the entries of a document; those the new uri had are returned, to be dropped by who owns them. */
  rename(from: string, to: string): readonly CompletionEntry[] {
    const bucket = this.#buckets.get(from);
    if (bucket === undefined || from === to) return [];
    const replaced = this.entriesOf(to);
    for (const entry of replaced) this.remove(entry);
    this.#buckets.delete(from);
    bucket.owner.uri = to;
    this.#buckets.set(to, bucket);
    return replaced;
  }

  entriesOf(uri: string): readonly CompletionEntry[] {
    return [...(this.#buckets.get(uri)?.slots.values() ?? [])].flat();
  }

  get size(): number {
    let size = 0;
    for (const bucket of this.#buckets.values()) size += bucket.size;
    return size;
  }

  #bucket(uri: string): Bucket {
    const known = this.#buckets.get(uri);
    if (known !== undefined) return known;
    const bucket: Bucket = { owner: { uri }, slots: new Map(), size: 0 };
    this.#buckets.set(uri, bucket);
    return bucket;
  }
}

function isAt(entry: CompletionEntry, place: Place, span: string): boolean {
  return (
    entry.span === span && entry.generation === place.generation && entry.fingerprint === place.fingerprint
  );
}

function answers(entry: CompletionEntry, typed: string): boolean {
  if (entry.text === '') return typed === '';
  return entry.text.startsWith(typed) && /\S/.test(entry.text.slice(typed.length));
}

// Arithmetic modulo 2³². The base is odd, so that multiplying by it loses nothing.
const base = 0x01000193;

const powers = ((): Int32Array => {
  const values = new Int32Array(spanLength + maxTypedLength + 1);
  values[0] = 1;
  for (let i = 1; i < values.length; i++) values[i] = Math.imul(values[i - 1] ?? 0, base);
  return values;
})();

/** Sets `hashes[i]` to the hash of the first i units of `text`. */
function fillPrefixHashes(text: string, hashes: Int32Array): void {
  let hash = 0;
  hashes[0] = 0;
  for (let i = 0; i < text.length; i++) {
    hash = (Math.imul(hash, base) + text.charCodeAt(i) + 1) | 0;
    hashes[i + 1] = hash;
  }
}

function rangeHash(hashes: Int32Array, start: number, end: number): number {
  const head = Math.imul(hashes[start] ?? 0, powers[end - start] ?? 0);
  return ((hashes[end] ?? 0) - head) | 0;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, base) + text.charCodeAt(i) + 1) | 0;
  return hash;
}

function placeSeed(generation: string, fingerprint: string): number {
  return Math.imul(hashOf(generation), base) ^ hashOf(fingerprint);
}

function slotOf(spanHash: number, generation: string, fingerprint: string): number {
  return spanHash ^ placeSeed(generation, fingerprint);
}
