import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Saved } from './revisitReport';

/** Looks into a folder of snapshots again and again, and says what has come since the last look. */
export class SavedFiles {
  readonly #folder: string;
  readonly #known = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async news(): Promise<Saved> {
    const sizes: number[] = [];
    for (const name of await readdir(this.#folder)) {
      if (this.#known.has(name)) continue;
      this.#known.add(name);
      // The engine's lock, or a snapshot that gave way, may be gone since the folder was read.
      const size = await stat(join(this.#folder, name)).then((found) => found.size, ifGone);
      if (size !== undefined) sizes.push(size);
    }
    return { largest: Math.max(0, ...sizes), all: sizes.reduce((sum, size) => sum + size, 0) };
  }
}

function ifGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
