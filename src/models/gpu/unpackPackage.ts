import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadEntry } from 'tar/read-entry';
import { throwIfAborted } from '../../base/abort';
import { HearthError, messageOf } from '../../base/errors';

/** Larger than any package of binaries: an archive that grows beyond this when unpacked is none of them. */
const mostBytes = 2_000_000_000;

export interface PackageName {
  /** With its scope. */
  readonly name: string;
  readonly version: string;
}

/**
 * Unpacks npm's archive of a package into `folder`, which is made anew, and says of which package it is. Only plain files and
 * folders below the archive's `package/` are taken: an archive with anything else, or a damaged one, leaves nothing behind.
 */
export async function unpackPackage(
  archive: string,
  folder: string,
  signal: AbortSignal,
): Promise<PackageName> {
  // Loaded when it is needed: most users never add anything.
  const { extract } = await import('tar/extract');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let bytes = 0;
  let fault: string | undefined;
  const isTaken = (path: string, entry: ReadEntry): boolean => {
    bytes += entry.size;
    fault ??= faultOf(path, entry) ?? (bytes > mostBytes ? 'it is far too large' : undefined);
    return fault === undefined && !signal.aborted;
  };
  try {
    await extract({
      file: archive,
      cwd: folder,
      strip: 1,
      strict: true,
      preserveOwner: false,
      noMtime: true,
      filter: (path, entry) => 'type' in entry && isTaken(path, entry),
    });
    throwIfAborted(signal);
    if (fault !== undefined) throw new Error(fault);
    return await nameIn(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throwIfAborted(signal);
    throw damaged(archive, error);
  }
}

/** What keeps an entry from being one of a package; tar itself has its own checks of paths and links beside this. */
function faultOf(path: string, { type }: ReadEntry): string | undefined {
  if (type !== 'File' && type !== 'OldFile' && type !== 'Directory') return `${path} is a ${type}`;
  const parts = path.replace(/\/$/, '').split('/');
  const isInside = parts[0] === 'package' && !parts.includes('..') && !/[\\:\0]/.test(path);
  return isInside ? undefined : `${path} lies outside the package`;
}

async function nameIn(folder: string): Promise<PackageName> {
  const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    readonly name?: unknown;
    readonly version?: unknown;
  };
  if (typeof name === 'string' && typeof version === 'string') return { name, version };
  throw new Error('its package.json has no name and version');
}

function damaged(archive: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException;
  // A full or denied disk is not the archive's fault, and is put into words where its folder is known.
  if (code !== undefined && /^E[A-Z]+$/.test(code) && code !== 'ENOENT') return error as Error;
  return new HearthError(
    'download-mismatch',
    `${archive} is not a package of npm that can be unpacked: ${messageOf(error)}. Nothing of it is used. Get it again.`,
    { cause: error },
  );
}
