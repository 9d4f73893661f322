import { dirname } from 'node:path';
import { throwIfAborted } from '../../base/abort';
import type { Clock } from '../../base/clock';
import { delay } from '../../base/delay';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import type { Disk } from './disk';
import {
  algorithmOf,
  type Checksum,
  type Downloaded,
  type DownloadProgress,
  type DownloadTask,
} from './downloadTask';
import {
  givenUp,
  noSum,
  PassingFailure,
  statusFailure,
  tooLittleSpace,
  tooLongWait,
  wrongLength,
  wrongSum,
} from './failures';
import { PartialFile, type PartialSource } from './partialFile';
import { follow, type FollowedResponse, rangeOf, retryAfterMs, strongEtag } from './response';
import type { HttpResponse, Transport } from './transport';

/** Attempts in a row without a byte of progress before a download is given up. */
const mostAttempts = 5;

/** Before the second attempt, in ms; doubles with each. */
const firstBackOffMs = 1_000;

/** No server is waited for longer than this, in ms. */
const longestWaitMs = 120_000;

/** Left free on the disk, in bytes: other programs need some, too. */
const spareBytes = 64 * 1024 * 1024;

export interface DownloaderOptions {
  readonly transport: Transport;
  readonly disk: Disk;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** One download from its first request to the file in its place. */
export class OneDownload {
  readonly #task: DownloadTask;
  readonly #options: DownloaderOptions;
  readonly #onProgress: (progress: DownloadProgress) => void;
  readonly #signal: AbortSignal;
  readonly #partial: PartialFile;
  /** Set once the server has said of what the bytes are. */
  #source: PartialSource | undefined;
  #done = 0;

  constructor(
    task: DownloadTask,
    options: DownloaderOptions,
    onProgress: (progress: DownloadProgress) => void,
    signal: AbortSignal,
  ) {
    this.#task = task;
    this.#options = options;
    this.#onProgress = onProgress;
    this.#signal = signal;
    this.#partial = new PartialFile(task.target, options.disk);
  }

  async run(): Promise<Downloaded> {
    await this.#goOnWithPartial();
    const source = await this.#fetch();
    const { path } = this.#partial;
    let checked = 0;
    const checksum = await this.#options.disk.sumOf(
      path,
      algorithmOf(source.checksum),
      (bytes) => this.#onProgress({ phase: 'checking', done: (checked += bytes), total: source.bytes }),
      this.#signal,
    );
    if (checksum !== source.checksum) {
      await this.#partial.remove();
      throw wrongSum(this.#task, source.checksum, checksum);
    }
    await this.#partial.finish(this.#task.target);
    return { path: this.#task.target, bytes: source.bytes, checksum };
  }

  async #goOnWithPartial(): Promise<void> {
    const found = await this.#partial.find();
    const { checksum, bytes } = this.#task;
    if (!found || !agrees(checksum, found.source.checksum) || !agrees(bytes, found.source.bytes)) {
      await this.#partial.remove();
      return;
    }
    this.#source = found.source;
    this.#done = found.bytes;
  }

  /** Fetches what is missing, in as many attempts as make progress. */
  async #fetch(): Promise<PartialSource> {
    const { host } = this.#task.url;
    for (let failures = 0; ;) {
      const before = this.#done;
      try {
        const source = await this.#attempt();
        if (this.#done === source.bytes) return source;
        throw new PassingFailure('the connection was cut');
      } catch (error) {
        if (!(error instanceof PassingFailure)) throw error;
        failures = this.#done > before ? 1 : failures + 1;
        if (failures >= mostAttempts) throw givenUp(this.#task.name, host, error);
        await this.#backOff(error, failures);
      }
    }
  }

  async #backOff(failure: PassingFailure, failures: number): Promise<void> {
    const { clock, logger } = this.#options;
    const waitMs = failure.waitMs ?? firstBackOffMs * 2 ** (failures - 1);
    if (waitMs > longestWaitMs) throw tooLongWait(this.#task.name, this.#task.url.host, waitMs);
    logger.info(
      `Download of ${this.#task.name}: ${failure.message}; again in ${Math.ceil(waitMs / 1000)} s.`,
    );
    await delay(clock, waitMs, this.#signal);
  }

  /** One request, and its body as far as it comes. */
  async #attempt(): Promise<PartialSource> {
    const known = this.#source;
    if (this.#done === known?.bytes) return known;
    const isResuming = known !== undefined && this.#done > 0;
    const headers: Record<string, string> = {
      'user-agent': 'hearth',
      // The length and the ranges are those of the file itself.
      'accept-encoding': 'identity',
      ...(isResuming && { range: `bytes=${this.#done}-` }),
      ...(isResuming && known.etag !== undefined && { 'if-range': known.etag }),
    };
    const followed = await follow(this.#options.transport, this.#task, headers, this.#signal);
    try {
      return await this.#receive(followed, isResuming);
    } finally {
      followed.response.discard();
    }
  }

  async #receive(followed: FollowedResponse, isResuming: boolean): Promise<PartialSource> {
    const { response } = followed;
    if (response.status === 416 && isResuming) {
      // What is there fits no range of the file any more.
      await this.#startOver();
      throw new PassingFailure(`${response.url.host} has no such range`, 0);
    }
    if (response.status !== 200 && response.status !== 206) {
      throw statusFailure(this.#task, response, retryAfterMs(response.headers));
    }
    const source = await this.#sourceOf(followed);
    const range = rangeOf(response);
    if (range?.start !== this.#done) {
      if (range?.start !== 0) {
        await this.#startOver();
        throw new PassingFailure(`${response.url.host} sent another range than was asked for`, 0);
      }
      await this.#startOver();
    }
    await this.#requireSpace(source);
    if (this.#source !== source) {
      await this.#partial.describe(source);
      this.#source = source;
    }
    await this.#write(response, source);
    return source;
  }

  /** What the answer is a part of. The source so far, where the answer goes on with it. */
  async #sourceOf({ response, sha256, bytes: linkedBytes }: FollowedResponse): Promise<PartialSource> {
    const { checksum: pinned, bytes: pinnedBytes } = this.#task;
    const stated: Checksum | undefined = sha256 === undefined ? undefined : `sha256:${sha256}`;
    const checksum = pinned ?? stated;
    if (checksum === undefined) throw noSum(this.#task);
    if (stated !== undefined && algorithmOf(checksum) === 'sha256' && stated !== checksum) {
      await this.#partial.remove();
      throw wrongSum(this.#task, checksum, stated);
    }
    const total = rangeOf(response)?.total ?? linkedBytes;
    const bytes = pinnedBytes ?? linkedBytes ?? total;
    if (bytes === undefined || (total !== undefined && total !== bytes)) {
      await this.#partial.remove();
      throw wrongLength(this.#task, bytes ?? 0, total);
    }
    const known = this.#source;
    const etag = strongEtag(response.headers);
    if (known?.checksum === checksum && known.bytes === bytes && known.etag === etag) return known;
    if (known && (known.checksum !== checksum || known.bytes !== bytes)) await this.#startOver();
    return { checksum, bytes, ...(etag !== undefined && { etag }) };
  }

  async #startOver(): Promise<void> {
    await this.#partial.remove();
    this.#source = undefined;
    this.#done = 0;
  }

  async #requireSpace(source: PartialSource): Promise<void> {
    const folder = dirname(this.#task.target);
    const needed = source.bytes - this.#done;
    const free = await this.#options.disk.freeBytes(folder);
    if (free < needed + spareBytes) throw tooLittleSpace(this.#task.name, folder, needed + spareBytes, free);
  }

  async #write(response: HttpResponse, source: PartialSource): Promise<void> {
    const file = await this.#options.disk.openAt(this.#partial.path, this.#done);
    try {
      this.#report(source);
      for await (const chunk of response.body) {
        throwIfAborted(this.#signal);
        if (this.#done + chunk.length > source.bytes) {
          throw wrongLength(this.#task, source.bytes, undefined);
        }
        await file.write(chunk);
        this.#done += chunk.length;
        this.#report(source);
      }
    } catch (error) {
      if (error instanceof HearthError && error.reason === 'download-mismatch') await this.#partial.remove();
      throw error;
    } finally {
      await file.close();
    }
  }

  #report({ bytes }: PartialSource): void {
    this.#onProgress({ phase: 'fetching', done: this.#done, total: bytes });
  }
}

/** Whether what is known, if anything is, is what was found. */
function agrees<T>(known: T | undefined, found: T): boolean {
  return known === undefined || known === found;
}
