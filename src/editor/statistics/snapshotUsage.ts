import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotsReport } from './report';

/** How much is in the folder of the kept places, whichever window put it there. */
export class SnapshotUsage {
  readonly #folder: string;
  #found = { files: 0, bytes: 0 };

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** As of the last look. */
  report(settings: { readonly enabled: boolean; readonly maxBytes: number }): SnapshotsReport {
    return { ...settings, ...this.#found };
  }

  /** Looks at the folder. Never rejects: where it cannot be read, nothing is in it. */
  async refresh(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const sizes = await Promise.all(names.map((name) => sizeOf(join(this.#folder, name))));
    const files = sizes.filter((size) => size !== undefined);
    this.#found = { files: files.length, bytes: files.reduce((sum, size) => sum + size, 0) };
  }
}

/** Undefined for what is no file, or is gone by now. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}
