import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileMode } from './privateFolder';

/**
 * An entry is two files of one random name. The state never changes. The header makes the entry exist: it comes last
 * and goes first, and is only ever replaced as a whole. So a reader sees an entry that is complete, or none.
 */
export function headerPath(folder: string, id: string): string {
  return join(folder, `${id}.header`);
}

export function statePath(folder: string, id: string): string {
  return join(folder, `${id}.state`);
}

/** Where a file is written before it gets its name. Holds the process, to tell a crash's leftover from work. */
export function writingPath(folder: string): string {
  return join(folder, `${newId()}.${process.pid}.writing`);
}

export function newId(): string {
  return randomBytes(16).toString('hex');
}

export function isId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** The store's files in a folder; what has another name is not its own, and is left alone. */
export interface OwnFiles {
  /** Entries' ids. */
  readonly headers: readonly string[];
  readonly states: readonly string[];
  readonly writing: readonly WritingFile[];
}

/** A file that process `pid` writes, or wrote when it ended. */
export interface WritingFile {
  readonly name: string;
  readonly pid: number;
}

export async function listOwnFiles(folder: string): Promise<OwnFiles> {
  const headers: string[] = [];
  const states: string[] = [];
  const writing: WritingFile[] = [];
  for (const name of await readdir(folder)) {
    const [, id, pid, kind] = /^([0-9a-f]{32})(?:\.(\d{1,10}))?\.(header|state|writing)$/.exec(name) ?? [];
    if (id === undefined) continue;
    if (kind === 'writing' && pid !== undefined) writing.push({ name, pid: Number(pid) });
    if (kind === 'header' && pid === undefined) headers.push(id);
    if (kind === 'state' && pid === undefined) states.push(id);
  }
  return { headers, states, writing };
}

/** Writes a file as a whole or not at all. Not synced to the disk: what a power cut tears fails its checksum. */
export async function writeWhole(folder: string, path: string, bytes: string | Uint8Array): Promise<void> {
  const writing = writingPath(folder);
  try {
    await writeFile(writing, bytes, { mode: fileMode, flag: 'wx' });
    await rename(writing, path);
  } catch (error) {
    await rm(writing, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes an entry's files; resolves to whether it is gone, by this or by another process. */
export async function removeEntry(folder: string, id: string): Promise<boolean> {
  const hasNoHeader = await removeFile(headerPath(folder, id));
  return (await removeFile(statePath(folder, id))) && hasNoHeader;
}

/** Resolves to whether nothing has this name any more. */
export async function removeFile(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    return isMissing(error);
  }
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
