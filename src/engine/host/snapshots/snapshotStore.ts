import { rm, statfs } from 'node:fs/promises';
import { isAbortError } from '../../../base/abort';
import { messageOf } from '../../../base/errors';
import { type Candidate, refusalOf, RestoreCost } from './admission';
import { isId, removeEntry, statePath, writingPath } from './entryFiles';
import type { ParsePlacement } from './header';
import type { Snapshot } from './headerIndex';
import { preparePrivateFolder } from './privateFolder';
import type { NotRestored, NotSaved, Removal, RestoreResult, SaveResult } from './results';
import { SnapshotFolder, sumOfBytes } from './snapshotFolder';
import { digestOf, type SnapshotKey } from './snapshotKey';
import { faultOfState, makeStateFile, measureState } from './stateFile';
import { covers } from './superseding';

export interface SnapshotStoreOptions<P> {
  /** What all entries together may take, in bytes; a state that is being written comes on top. */
  readonly maxBytes: number;
  /** Snapshots under another key are not listed. They stay, for another window, until room is needed. */
  readonly key: SnapshotKey;
  readonly parsePlacement: ParsePlacement<P>;
  /** Wall time in ms since 1970. */
  readonly now?: () => number;
  /** Free bytes of the disk that the folder is on. */
  readonly freeBytes?: (folder: string) => Promise<number>;
  /** How long another window's work on the folder is waited for, in ms. */
  readonly lockWaitMs?: number;
}

/** A place to be saved. */
export interface PlaceToSave<P> extends Candidate {
  /** URI of the document. */
  readonly document: string;
  /** Plain JSON, which is given back as it is. */
  readonly placement: P;
  /** Exactly the tokens whose KV state is to be written. */
  readonly tokens: readonly number[];
}

/** What is left free on the disk after a state was written, in bytes. */
const minFreeBytes = 256 * 1024 * 1024;

/**
 * KV states of places in documents, on disk. Several processes may share the folder. Only `open` fails; all else says
 * in its result what happened. How a state is written and read is the caller's.
 */
export class SnapshotStore<P> {
  readonly #folder: SnapshotFolder<P>;
  readonly #keyDigest: string;
  readonly #now: () => number;
  readonly #freeBytes: (folder: string) => Promise<number>;
  readonly #restoreCost = new RestoreCost();
  #background: Promise<unknown> = Promise.resolve();

  private constructor(path: string, options: SnapshotStoreOptions<P>) {
    const { maxBytes, lockWaitMs = 2_000, parsePlacement } = options;
    this.#folder = new SnapshotFolder(path, maxBytes, lockWaitMs, parsePlacement);
    this.#keyDigest = digestOf(options.key);
    this.#now = options.now ?? Date.now;
    this.#freeBytes = options.freeBytes ?? freeBytesOf;
  }

  /**
   * Opens a folder, makes it private, and removes what a crash left behind, what was unused for 30 days and what
   * exceeds the budget. Fails with `input-invalid` where the folder is not to be trusted or cannot be used.
   */
  static async open<P>(path: string, options: SnapshotStoreOptions<P>): Promise<SnapshotStore<P>> {
    await preparePrivateFolder(path);
    const store = new SnapshotStore(path, options);
    // What cannot be cleaned now is cleaned at another opening.
    await store.#folder.clean(store.#now()).catch(() => undefined);
    return store;
  }

  /** What the last look into the folder found: entries under every key, and what they take. */
  get totals(): { readonly entries: number; readonly bytes: number } {
    const { known } = this.#folder;
    return { entries: known.length, bytes: sumOfBytes(known) };
  }

  /** The snapshots of a document under this store's key, last used first. Reads headers that it does not know yet. */
  async list(document: string): Promise<readonly Snapshot<P>[]> {
    return (await this.#scan())
      .filter((snapshot) => snapshot.document === document && snapshot.keyDigest === this.#keyDigest)
      .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt);
  }

  /**
   * Saves a place, if it is worth it. `writeState` writes its state to a path, and resolves to the bytes written.
   * An older snapshot of the place makes way, and what is least valuable where there is no room.
   */
  async save(place: PlaceToSave<P>, writeState: (path: string) => Promise<number>): Promise<SaveResult> {
    const writing = writingPath(this.#folder.path);
    try {
      const reason = await this.#refusal(place);
      if (reason) return { saved: false, reason };
      await makeStateFile(writing);
      const facts = await measureState(writing, await writeState(writing));
      const { document, placement, tokens, recomputeMs } = place;
      const now = this.#now();
      const times = { createdAt: now, lastUsedAt: now, usedAt: 0 };
      const header = { document, placement, tokens, recomputeMs, keyDigest: this.#keyDigest };
      return await this.#folder.publish({ ...header, ...times, ...facts }, writing);
    } catch (error) {
      return { saved: false, reason: 'failed', message: messageOf(error) };
    } finally {
      await rm(writing, { force: true }).catch(() => undefined);
    }
  }

  /**
   * Gives a snapshot's state to `readState`, after header and state were found to be what was written. What is not is
   * removed unread.
   */
  async restore(id: string, readState: (path: string) => Promise<void>): Promise<RestoreResult> {
    if (!isId(id)) return { restored: false, reason: 'missing' };
    const start = performance.now();
    const read = await this.#folder.read(id);
    if ('fault' in read) return this.#refuse(id, read.fault);
    const { snapshot } = read;
    if (snapshot.keyDigest !== this.#keyDigest) return this.#refuse(id, 'foreign');
    const path = statePath(this.#folder.path, id);
    const fault = await faultOfState(path, snapshot);
    if (fault) return this.#refuse(id, fault);
    try {
      await readState(path);
    } catch (error) {
      if (isAbortError(error)) return { restored: false, reason: 'refused', message: messageOf(error) };
      const isGone = (await faultOfState(path, snapshot)) === 'missing';
      return this.#refuse(id, isGone ? 'missing' : 'refused', messageOf(error));
    }
    const ms = performance.now() - start;
    this.#restoreCost.observe(snapshot.stateBytes, ms);
    this.#inBackground(() => this.#folder.touch(id, this.#now()));
    return { restored: true, bytes: snapshot.stateBytes, ms };
  }

  /** Removes the snapshots of a document, under every key. */
  async remove(document: string): Promise<Removal> {
    const entries = (await this.#scan()).filter((snapshot) => snapshot.document === document);
    return this.#folder.remove(entries).catch(() => ({ removed: 0, kept: entries.length }));
  }

  /** Removes everything that stores have written into the folder, under every key. */
  async clear(): Promise<Removal> {
    return this.#folder.clear().catch(() => ({ removed: 0, kept: this.totals.entries }));
  }

  /** Resolves when what restores left to be recorded is recorded. */
  async settled(): Promise<void> {
    await this.#background;
  }

  async #refusal(place: PlaceToSave<P>): Promise<NotSaved['reason'] | undefined> {
    const { expectedBytes } = place;
    const { path, maxBytes } = this.#folder;
    const refusal = refusalOf(place, { maxBytes, restoreMs: this.#restoreCost.estimate(expectedBytes) });
    if (refusal) return refusal;
    const wanted = { ...place, keyDigest: this.#keyDigest };
    if ((await this.#folder.scan()).some((snapshot) => covers(snapshot, wanted))) return 'already-saved';
    return (await this.#freeBytes(path)) < expectedBytes + minFreeBytes ? 'no-space' : undefined;
  }

  async #refuse(id: string, reason: NotRestored['reason'], message?: string): Promise<NotRestored> {
    await removeEntry(this.#folder.path, id);
    await this.#scan();
    return { restored: false, reason, ...(message === undefined ? {} : { message }) };
  }

  /** The folder's entries; none where it cannot be read. */
  async #scan(): Promise<readonly Snapshot<P>[]> {
    return this.#folder.scan().catch(() => []);
  }

  /** A use that is not recorded makes a snapshot seem older than it is, no more. */
  #inBackground(work: () => Promise<void>): void {
    this.#background = this.#background.then(work).catch(() => undefined);
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
