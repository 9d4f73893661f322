import { dirname } from 'node:path';
import { isAbortError, throwIfAborted } from '../../base/abort';
import { HearthError } from '../../base/errors';
import type { Downloaded, DownloadProgress, DownloadTask } from './downloadTask';
import { diskFailure, isBusy } from './failures';
import { takeFileLock } from './fileLock';
import { type DownloaderOptions, OneDownload } from './oneDownload';

/**
 * Gets files over HTTP so that one is either whole and has the right sum, or is not there. What was fetched of a file
 * outlives a cancel, a crash and a restart beside its place, and is gone on with.
 */
export class Downloader {
  readonly #options: DownloaderOptions;

  constructor(options: DownloaderOptions) {
    this.#options = options;
  }

  /**
   * Rejects with `AbortError`, which keeps what was fetched, or with a `HearthError` that says what to do. One download
   * writes a file at a time, in all windows.
   */
  async download(
    task: DownloadTask,
    onProgress: (progress: DownloadProgress) => void,
    signal: AbortSignal,
  ): Promise<Downloaded> {
    const { disk, clock } = this.#options;
    const folder = dirname(task.target);
    try {
      throwIfAborted(signal);
      await disk.makeFolder(folder);
      const lock = await takeFileLock(`${task.target}.lock`, clock);
      if (!lock) throw isBusy(task.name);
      try {
        return await new OneDownload(task, this.#options, onProgress, signal).run();
      } finally {
        await lock.release();
      }
    } catch (error) {
      if (isAbortError(error)) throw error;
      throw HearthError.from(diskFailure(error, task.name, folder));
    }
  }
}
