import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isAbortError } from '../../base/abort';
import type { Clock } from '../../base/clock';
import { HearthError } from '../../base/errors';
import type { Disk } from '../download/disk';
import type { Downloader } from '../download/downloader';
import type { DownloadProgress } from '../download/downloadTask';
import { diskFailure, isBusy, tooLittleSpace } from '../download/failures';
import { takeFileLock } from '../download/fileLock';
import type { Transport } from '../download/transport';
import { type GpuPackage, gpuPackagesVersion, type GpuSupport } from './gpuPackages';
import { archiveAddress, checksumOf, gpuWords, statedChecksum } from './npmRegistry';
import { unpackPackage } from './unpackPackage';

export interface GpuStoreOptions {
  /** Absolute path; everything below it is the store's. */
  readonly folder: string;
  readonly downloader: Downloader;
  readonly transport: Transport;
  readonly disk: Disk;
  readonly clock: Clock;
}

/** How far adding is: what is done, and of which file of how many. */
export interface AddingStep {
  readonly what: DownloadProgress | 'unpacking';
  /** From 1. */
  readonly file: number;
  readonly files: number;
}

/** Left free on the disk, in bytes. */
const spareBytes = 64 * 1024 * 1024;

const scope = '@node-llama-cpp';

/**
 * The GPU back ends that were added: packages of npm in a folder of the extension's storage, one for each version of
 * node-llama-cpp. A package is there whole and checked, or not at all.
 */
export class GpuStore {
  readonly #options: GpuStoreOptions;

  constructor(options: GpuStoreOptions) {
    this.#options = options;
  }

  /** The `node_modules` with what was added for this version. It need not exist. */
  get packagesFolder(): string {
    return join(this.#versionFolder, 'node_modules');
  }

  /** Whether all of it is there. */
  async has({ packages }: GpuSupport): Promise<boolean> {
    const found = await Promise.all(packages.map(({ name }) => exists(this.#placeOf(name))));
    return found.every(Boolean);
  }

  /**
   * Downloads, checks and unpacks what is missing. Rejects with `AbortError`, which keeps what was fetched, or with a
   * `HearthError` that says what to do.
   */
  async add(
    { title, packages }: GpuSupport,
    source: URL,
    onStep: (step: AddingStep) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#alone(title, async () => {
      const missing: GpuPackage[] = [];
      for (const each of packages) if (!(await exists(this.#placeOf(each.name)))) missing.push(each);
      await this.#requireSpace(title, missing);
      for (const [index, each] of missing.entries()) {
        const say = (what: AddingStep['what']): void =>
          onStep({ what, file: index + 1, files: missing.length });
        const archive = await this.#download(each, source, say, signal);
        say('unpacking');
        await this.#put(archive, each, signal);
        await rm(archive, { force: true });
      }
      await this.removeOld();
    });
  }

  /** Adds one archive of a user's own, which must be of one of these packages. Resolves to what it belongs to. */
  async addFile(archive: string, known: readonly GpuSupport[], signal: AbortSignal): Promise<GpuSupport> {
    const sum = await this.#options.disk.sumOf(archive, 'sha512', () => undefined, signal);
    const isIt = ({ integrity }: GpuPackage): boolean =>
      integrity !== undefined && checksumOf(integrity) === sum;
    // Where no sum is known, the archive's own name of itself has to do: who chose the file knows where it is from.
    const mayBeIt = ({ name, integrity }: GpuPackage): boolean =>
      integrity === undefined && basename(archive).includes(`${name}-${gpuPackagesVersion}`);
    for (const support of known) {
      const found = support.packages.find(isIt) ?? support.packages.find(mayBeIt);
      if (found === undefined) continue;
      await this.#alone(support.title, () => this.#put(archive, found, signal));
      return support;
    }
    const names = known.flatMap(({ packages }) => packages.map(({ name }) => `${scope}/${name}`));
    throw new HearthError(
      'download-mismatch',
      `${basename(archive)} is not what this Hearth can use: it has the SHA-512 ${sum.slice('sha512:'.length)}. The archive ` +
        `of version ${gpuPackagesVersion} of ${names.join(' or ')} was expected, as npm pack makes it.`,
    );
  }

  /** Removes it, with what was fetched of it. Nothing must use it any more. */
  async remove({ title, packages }: GpuSupport): Promise<void> {
    await this.#alone(title, async () => {
      for (const { name } of packages) {
        await removeAll(this.#placeOf(name));
        for (const end of ['', '.part', '.part.json'])
          await rm(`${this.#archiveOf(name)}${end}`, { force: true });
      }
    });
  }

  /** Removes what was added for other versions. Resolves to whether there was something. What is in use stays for now. */
  async removeOld(): Promise<boolean> {
    const { folder } = this.#options;
    const old = (await readdir(folder).catch(() => [])).filter((name) => name !== gpuPackagesVersion);
    for (const name of old) await removeAll(join(folder, name)).catch(() => undefined);
    return old.length > 0;
  }

  get #versionFolder(): string {
    return join(this.#options.folder, gpuPackagesVersion);
  }

  #placeOf(name: string): string {
    return join(this.packagesFolder, scope, name);
  }

  #archiveOf(name: string): string {
    return join(this.#versionFolder, `${name}.tgz`);
  }

  /** One change at a time, in all windows; errors of the disk in words. */
  async #alone(title: string, work: () => Promise<void>): Promise<void> {
    const { disk, clock } = this.#options;
    const folder = this.#versionFolder;
    try {
      await disk.makeFolder(folder);
      const lock = await takeFileLock(join(folder, 'change.lock'), clock);
      if (!lock) throw isBusy(title);
      try {
        await work();
      } finally {
        await lock.release();
      }
    } catch (error) {
      if (isAbortError(error)) throw error;
      throw HearthError.from(diskFailure(error, title, folder));
    }
  }

  /** Downloads look for themselves; this is before minutes are spent on one whose files have no room. */
  async #requireSpace(title: string, packages: readonly GpuPackage[]): Promise<void> {
    const most = packages.reduce((sum, { bytes, unpackedBytes }) => sum + bytes + unpackedBytes, spareBytes);
    const free = await this.#options.disk.freeBytes(this.#versionFolder);
    if (packages.length > 0 && free < most) throw tooLittleSpace(title, this.#versionFolder, most, free);
  }

  async #download(
    wanted: GpuPackage,
    source: URL,
    say: (what: DownloadProgress) => void,
    signal: AbortSignal,
  ): Promise<string> {
    const { downloader, transport } = this.#options;
    const { name, integrity, bytes } = wanted;
    const pinned = integrity === undefined ? undefined : checksumOf(integrity);
    const target = this.#archiveOf(name);
    const task = {
      name: `${name} ${gpuPackagesVersion}`,
      url: archiveAddress(wanted, source),
      target,
      checksum: pinned ?? (await statedChecksum(wanted, source, transport, signal)),
      bytes: pinned && bytes,
      words: gpuWords,
    };
    await downloader.download(task, say, signal);
    return target;
  }

  /** Unpacks beside its place, looks at what it is, and puts it there in one step. */
  async #put(archive: string, { name }: GpuPackage, signal: AbortSignal): Promise<void> {
    const place = this.#placeOf(name);
    const aside = join(this.#versionFolder, `${name}.new`);
    const found = await unpackPackage(archive, aside, signal);
    try {
      if (found.name !== `${scope}/${name}` || found.version !== gpuPackagesVersion) {
        throw new HearthError(
          'download-mismatch',
          `${basename(archive)} is ${found.name} ${found.version}; ${scope}/${name} ${gpuPackagesVersion} was expected. ` +
            'Nothing of it is used.',
        );
      }
      await mkdir(join(this.packagesFolder, scope), { recursive: true, mode: 0o700 });
      await removeAll(place);
      await rename(aside, place);
    } finally {
      await removeAll(aside);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Windows keeps a library that a process has just let go of for a moment. */
async function removeAll(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
