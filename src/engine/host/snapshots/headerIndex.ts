import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { headerPath, isMissing, listOwnFiles, removeEntry } from './entryFiles';
import { decodeHeader, maxHeaderBytes, type ParsePlacement, type SnapshotHeader } from './header';

/** An entry of the folder: its header, its name, and what it takes on the disk. */
export interface Snapshot<P> extends SnapshotHeader<P> {
  readonly id: string;
  /** Header and state. */
  readonly bytes: number;
}

export type ReadSnapshot<P> =
  { readonly snapshot: Snapshot<P> } | { readonly fault: 'missing' | 'foreign' | 'damaged' };

interface Known<P> {
  readonly stamp: string;
  readonly snapshot: Snapshot<P>;
}

/** On Windows, where only an administrator makes links, the second is undefined and counts as 0. */
export const readOnlyNoLink = constants.O_RDONLY | constants.O_NOFOLLOW;

/**
 * The headers of a folder. Each is read once, and again when its file has changed. What cannot be used in any window,
 * because it is damaged or of another format, is removed.
 */
export class HeaderIndex<P> {
  readonly #folder: string;
  readonly #parsePlacement: ParsePlacement<P>;
  #known: ReadonlyMap<string, Known<P>> = new Map();

  constructor(folder: string, parsePlacement: ParsePlacement<P>) {
    this.#folder = folder;
    this.#parsePlacement = parsePlacement;
  }

  /** The entries as the last scan found them. */
  get known(): readonly Snapshot<P>[] {
    return [...this.#known.values()].map(({ snapshot }) => snapshot);
  }

  /** The entries that are in the folder now, of every key. */
  async scan(): Promise<readonly Snapshot<P>[]> {
    const found = new Map<string, Known<P>>();
    for (const id of (await listOwnFiles(this.#folder)).headers) {
      const stamp = await stampOf(headerPath(this.#folder, id));
      if (stamp === undefined) continue;
      const known = this.#known.get(id);
      if (known?.stamp === stamp) {
        found.set(id, known);
        continue;
      }
      const read = await this.read(id);
      if ('snapshot' in read) found.set(id, { stamp, snapshot: read.snapshot });
      else if (read.fault !== 'missing') await removeEntry(this.#folder, id);
    }
    this.#known = found;
    return this.known;
  }

  /** Reads one header from its file, whatever is known of it. */
  async read(id: string): Promise<ReadSnapshot<P>> {
    let file: FileHandle | undefined;
    try {
      file = await open(headerPath(this.#folder, id), readOnlyNoLink);
      const { size } = await file.stat();
      if (size > maxHeaderBytes) return { fault: 'damaged' };
      const bytes = Buffer.alloc(size);
      const { bytesRead } = await file.read(bytes, 0, size, 0);
      const decoded = decodeHeader(bytes.subarray(0, bytesRead), this.#parsePlacement);
      if ('fault' in decoded) return decoded;
      return { snapshot: { ...decoded.header, id, bytes: size + decoded.header.stateBytes } };
    } catch (error) {
      return { fault: isMissing(error) ? 'missing' : 'damaged' };
    } finally {
      await file?.close();
    }
  }
}

/** Changes when the file does; undefined where there is none. */
async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch {
    return undefined;
  }
}
