import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { throwIfAborted } from '../../base/abort';
import type { Checksum, SumAlgorithm } from './downloadTask';

/** A file that grows at its end. */
export interface GrowingFile {
  write(bytes: Buffer): Promise<void>;
  /** Forces what was written onto the disk, and closes. */
  close(): Promise<void>;
}

/** What a download needs of a file system. Errors are those of `node:fs`. */
export interface Disk {
  /** Bytes that this user may still write in a folder that exists. */
  freeBytes(folder: string): Promise<number>;
  makeFolder(folder: string): Promise<void>;
  /** Size of a file; undefined where there is none. */
  sizeOf(path: string): Promise<number | undefined>;
  /** Opens a file to go on behind its first `bytes` bytes; what comes after them is cut off. */
  openAt(path: string, bytes: number): Promise<GrowingFile>;
  sumOf(
    path: string,
    algorithm: SumAlgorithm,
    onProgress: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Checksum>;
  /** Text of a file; undefined where there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Writes a text so that whoever reads sees all of it, or what was there before. */
  replaceText(path: string, text: string): Promise<void>;
  /** Moves a file over another one, in one step. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file where there is one. */
  remove(path: string): Promise<void>;
}

/** Files are readable by their owner only, as the rest of the extension's storage. */
const fileMode = 0o600;

export class NodeDisk implements Disk {
  async freeBytes(folder: string): Promise<number> {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  }

  async makeFolder(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  }

  async sizeOf(path: string): Promise<number | undefined> {
    const stats = await unlessMissing(stat(path));
    return stats?.size;
  }

  async openAt(path: string, bytes: number): Promise<GrowingFile> {
    const file = await open(path, bytes === 0 ? 'w' : 'r+', fileMode);
    try {
      await file.truncate(bytes);
    } catch (error) {
      await file.close();
      throw error;
    }
    let at = bytes;
    return {
      write: async (chunk) => {
        for (let done = 0; done < chunk.length;) {
          const { bytesWritten } = await file.write(chunk, done, chunk.length - done, at);
          done += bytesWritten;
          at += bytesWritten;
        }
      },
      close: async () => {
        try {
          await file.sync();
        } finally {
          await file.close();
        }
      },
    };
  }

  async sumOf(
    path: string,
    algorithm: SumAlgorithm,
    onProgress: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<Checksum> {
    const hash = createHash(algorithm);
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      throwIfAborted(signal);
      hash.update(chunk as Buffer);
      onProgress((chunk as Buffer).length);
    }
    return `${algorithm}:${hash.digest('hex')}`;
  }

  async readText(path: string): Promise<string | undefined> {
    return unlessMissing(readFile(path, 'utf8'));
  }

  async replaceText(path: string, text: string): Promise<void> {
    const aside = `${path}.new`;
    await writeFile(aside, text, { mode: fileMode });
    await rename(aside, path);
  }

  async rename(from: string, to: string): Promise<void> {
    await rename(from, to);
    await syncFolder(dirname(to));
  }

  async remove(path: string): Promise<void> {
    await rm(path, { force: true });
  }
}

async function unlessMissing<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** So that a rename outlives a power cut; not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Then the system decides when.
  }
}
