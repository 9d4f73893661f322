import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import {
  headerPath,
  listOwnFiles,
  newId,
  removeEntry,
  removeFile,
  statePath,
  writeWhole,
} from './entryFiles';
import { chooseVictims, clockOf } from './evictionPolicy';
import { withFolderLock } from './folderLock';
import { encodeHeader, type ParsePlacement, type SnapshotHeader } from './header';
import { HeaderIndex, type ReadSnapshot, type Snapshot } from './headerIndex';
import { removeLeftovers } from './leftovers';
import { hashesName } from './modelHash';
import type { Removal, SaveResult } from './results';
import { supersedes } from './superseding';

/** Text that was not used for so long does not stay on the disk: 30 days, in ms. */
const maxUnusedMs = 30 * 24 * 3600_000;

/**
 * The files of a snapshot folder and its budget in bytes. What changes entries is done with the folder's lock held.
 * Any method may fail with the file system's error.
 */
export class SnapshotFolder<P> {
  readonly path: string;
  readonly maxBytes: number;
  readonly #lockWaitMs: number;
  readonly #index: HeaderIndex<P>;

  constructor(path: string, maxBytes: number, lockWaitMs: number, parsePlacement: ParsePlacement<P>) {
    this.path = path;
    this.maxBytes = maxBytes;
    this.#lockWaitMs = lockWaitMs;
    this.#index = new HeaderIndex(path, parsePlacement);
  }

  /** The entries as the last scan found them. */
  get known(): readonly Snapshot<P>[] {
    return this.#index.known;
  }

  /** The entries that are in the folder now. */
  scan(): Promise<readonly Snapshot<P>[]> {
    return this.#index.scan();
  }

  read(id: string): Promise<ReadSnapshot<P>> {
    return this.#index.read(id);
  }

  /**
   * Makes a written state an entry: gives it its name and a header, and removes what it supersedes and, least valuable
   * first, what there is no room for beside it. `header.usedAt` is set here.
   */
  async publish(header: SnapshotHeader<P>, writing: string): Promise<SaveResult> {
    const result = await this.#locked(() => this.#publish(header, writing));
    return result ?? { saved: false, reason: 'busy' };
  }

  /** Records a use at wall time `now`, if the entry is still there. */
  async touch(id: string, now: number): Promise<void> {
    await this.#locked(async () => {
      const usedAt = clockOf(await this.scan());
      const read = await this.read(id);
      if ('snapshot' in read) await this.#writeHeader(id, { ...read.snapshot, usedAt, lastUsedAt: now });
    });
    await this.scan();
  }

  /** Removes what a crash left behind, what was unused for long, and what exceeds the budget. */
  async clean(now: number): Promise<void> {
    await this.#locked(async () => {
      await removeLeftovers(this.path);
      const entries = await this.scan();
      const isOld = ({ lastUsedAt }: Snapshot<P>): boolean => now - lastUsedAt > maxUnusedMs;
      const recent = entries.filter((entry) => !isOld(entry));
      const { victims } = chooseVictims(recent, 0, this.maxBytes);
      await this.#remove([...entries.filter(isOld), ...victims]);
    });
  }

  /** Removes entries; where the lock is not to be had, without it, and a use recorded meanwhile leaves a header alone. */
  async remove(entries: readonly { readonly id: string }[]): Promise<Removal> {
    const work = (): Promise<Removal> => this.#remove(entries);
    return (await this.#locked(work)) ?? work();
  }

  /** Removes all that a store has written, half-written files too; a save that is under way fails. */
  async clear(): Promise<Removal> {
    const { headers, states, writing } = await listOwnFiles(this.path);
    for (const { name } of writing) await removeFile(join(this.path, name));
    await removeFile(join(this.path, hashesName));
    return this.remove([...new Set([...headers, ...states])].map((id) => ({ id })));
  }

  async #remove(entries: readonly { readonly id: string }[]): Promise<Removal> {
    let removed = 0;
    for (const { id } of entries) if (await removeEntry(this.path, id)) removed++;
    await this.scan();
    return { removed, kept: entries.length - removed };
  }

  async #publish(header: SnapshotHeader<P>, writing: string): Promise<SaveResult> {
    const entries = await this.scan();
    const bytes = bytesOnDisk(header);
    if (bytes > this.maxBytes) return { saved: false, reason: 'too-large' };
    const superseded = entries.filter((entry) => supersedes(header, entry));
    const others = entries.filter((entry) => !superseded.includes(entry));
    const { victims, clock } = chooseVictims(others, bytes, this.maxBytes);
    await this.#remove([...superseded, ...victims]);
    if (sumOfBytes(this.known) + bytes > this.maxBytes) return { saved: false, reason: 'busy' };
    const id = newId();
    await this.#writeEntry(id, writing, { ...header, usedAt: Math.max(clock, clockOf(superseded)) });
    const saved = (await this.scan()).find((entry) => entry.id === id);
    return { saved: true, id, bytes: saved?.bytes ?? bytes, evicted: victims.length };
  }

  async #writeEntry(id: string, writing: string, header: SnapshotHeader<P>): Promise<void> {
    try {
      await rename(writing, statePath(this.path, id));
      await this.#writeHeader(id, header);
    } catch (error) {
      await removeEntry(this.path, id);
      throw error;
    }
  }

  #writeHeader(id: string, header: SnapshotHeader<P>): Promise<void> {
    return writeWhole(this.path, headerPath(this.path, id), encodeHeader(header));
  }

  #locked<T>(work: () => Promise<T>): Promise<T | undefined> {
    return withFolderLock(this.path, this.#lockWaitMs, work);
  }
}

/** `usedAt` is not known yet, and a number has at most 24 digits. */
function bytesOnDisk<P>(header: SnapshotHeader<P>): number {
  return encodeHeader(header).length + 24 + header.stateBytes;
}

export function sumOfBytes(entries: readonly { readonly bytes: number }[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}
