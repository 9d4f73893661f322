import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HearthError, messageOf } from '../../../base/errors';
import { writeWhole } from './entryFiles';
import { preparePrivateFolder } from './privateFolder';

export const hashesName = 'models.json';

/** Models that a user goes back and forth between. */
const maxRemembered = 16;
const maxHashesBytes = 256 * 1024;
const chunkBytes = 1024 * 1024;

interface RememberedHash {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly sha256: string;
}

/**
 * SHA-256 of a model's file, in hexadecimal. Computed once, some seconds for a large file, and remembered in `folder`
 * as long as path, size and time of the file stay the same. Fails with `model-missing`, or as
 * `preparePrivateFolder` does.
 */
export async function modelHash(folder: string, modelPath: string): Promise<string> {
  await preparePrivateFolder(folder);
  const path = resolve(modelPath);
  const { size, mtimeMs } = await factsOf(path);
  const remembered = await readHashes(folder);
  const known = remembered.find(
    (hash) => hash.path === path && hash.size === size && hash.mtimeMs === mtimeMs,
  );
  if (known) return known.sha256;
  const sha256 = await hashFile(path);
  const others = remembered.filter((hash) => hash.path !== path);
  const latest = [{ path, size, mtimeMs, sha256 }, ...others].slice(0, maxRemembered);
  // What is not remembered is computed again.
  await writeWhole(folder, join(folder, hashesName), JSON.stringify(latest)).catch(() => undefined);
  return sha256;
}

async function factsOf(path: string): Promise<{ size: number; mtimeMs: number }> {
  try {
    return await stat(path);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      hash.update(chunk as Buffer);
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return hash.digest('hex');
}

function unreadable(path: string, error: unknown): HearthError {
  return new HearthError(
    'model-missing',
    `The model file ${path} cannot be read: ${messageOf(error)}. Name another one (setting hearth.model.path).`,
    { cause: error },
  );
}

async function readHashes(folder: string): Promise<readonly RememberedHash[]> {
  const path = join(folder, hashesName);
  try {
    if ((await stat(path)).size > maxHashesBytes) return [];
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(value) ? value.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

function isRemembered(value: unknown): value is RememberedHash {
  if (typeof value !== 'object' || value === null) return false;
  const { path, size, mtimeMs, sha256 } = value as Partial<Record<keyof RememberedHash, unknown>>;
  return (
    typeof path === 'string' &&
    typeof size === 'number' &&
    typeof mtimeMs === 'number' &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256)
  );
}
