import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfAborted } from '../../base/abort';

/** Deeper than any program nests its models. */
const deepest = 8;

/** A folder that a user names may be a whole disk: then what is found among so many entries has to do. */
const mostEntries = 50_000;

/**
 * All files below a folder whose names `isWanted`, links to files included, those to folders not: they may lead in
 * circles. What cannot be read is left out.
 */
export async function filesBelow(
  folder: string,
  isWanted: (name: string) => boolean,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  let left = mostEntries;
  const visit = async (at: string, depth: number): Promise<void> => {
    throwIfAborted(signal);
    for (const entry of await entriesOf(at)) {
      if (left-- <= 0) return;
      const path = join(at, entry.name);
      if (entry.isDirectory() && depth < deepest) await visit(path, depth + 1);
      else if (!entry.isDirectory() && isWanted(entry.name)) found.push(path);
    }
  };
  await visit(folder, 0);
  return found;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
