import type { Disk } from './disk';
import type { Checksum } from './downloadTask';

/** What a partial file is a part of. */
export interface PartialSource {
  readonly checksum: Checksum;
  /** Of the whole file. */
  readonly bytes: number;
  /** What the server calls this version of the file, for `If-Range`; absent where it says nothing strong. */
  readonly etag?: string;
}

/** The beginning of a file, with a small file beside it that says of which. */
export class PartialFile {
  readonly #disk: Disk;
  readonly #sidecar: string;
  readonly path: string;

  /** `target`: where the whole file will be. */
  constructor(target: string, disk: Disk) {
    this.#disk = disk;
    this.path = `${target}.part`;
    this.#sidecar = `${target}.part.json`;
  }

  /** What is there of a file; undefined where there is nothing that can be gone on with. */
  async find(): Promise<{ readonly source: PartialSource; readonly bytes: number } | undefined> {
    const text = await this.#disk.readText(this.#sidecar);
    const source = text === undefined ? undefined : parseSidecar(text);
    const bytes = await this.#disk.sizeOf(this.path);
    return source && bytes !== undefined && bytes <= source.bytes ? { source, bytes } : undefined;
  }

  /** Says of what the bytes are that come next. Called before the first of them is written. */
  async describe(source: PartialSource): Promise<void> {
    await this.#disk.replaceText(this.#sidecar, JSON.stringify({ version: 2, ...source }));
  }

  /** Puts the file, which is whole, where it belongs. */
  async finish(target: string): Promise<void> {
    await this.#disk.rename(this.path, target);
    await this.#disk.remove(this.#sidecar);
  }

  async remove(): Promise<void> {
    await this.#disk.remove(this.path);
    await this.#disk.remove(this.#sidecar);
  }
}

function parseSidecar(text: string): PartialSource | undefined {
  try {
    const found = (JSON.parse(text) ?? {}) as { version?: unknown } & {
      [K in keyof PartialSource]?: unknown;
    };
    const { version, checksum, bytes, etag } = found;
    if (version !== 2 || !isChecksum(checksum) || typeof bytes !== 'number') return undefined;
    return { checksum, bytes, ...(typeof etag === 'string' && { etag }) };
  } catch {
    return undefined;
  }
}

function isChecksum(value: unknown): value is Checksum {
  return typeof value === 'string' && /^sha(256|512):[0-9a-f]+$/.test(value);
}
