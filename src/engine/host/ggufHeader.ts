import type { FileHandle } from 'node:fs/promises';

/** Bytes of a value, by its type in GGUF; strings (8) and arrays (9) say their length themselves. */
const valueBytes: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const stringType = 8;
const arrayType = 9;

/** Most dimensions of a tensor (ggml, `GGML_MAX_DIMS`). */
const maxDimensions = 4;

/** No header is longer: the vocabularies in it are a few megabytes. */
const maxHeaderBytes = 256 * 1024 ** 2;

/** What is wrong with a header, and at which byte; the user is told in the words of {@link findHeaderFault}. */
class HeaderFault extends Error {}

/**
 * Walks over a GGUF header (metadata and tensor list, ggml's `docs/gguf.md`) without keeping anything of it. Returns
 * what is wrong, as the end of a sentence about the file, or undefined. A parser that trusts a damaged length reads
 * for minutes, or ends the process.
 */
export async function findHeaderFault(file: FileHandle, size: number): Promise<string | undefined> {
  const reader = new HeaderReader(file, Math.min(size, maxHeaderBytes));
  try {
    await reader.skip(8);
    const tensors = await reader.u64();
    const entries = await reader.u64();
    for (let entry = 0; entry < entries; entry++) {
      await skipString(reader);
      await skipValue(reader, await reader.u32());
    }
    for (let tensor = 0; tensor < tensors; tensor++) await skipTensor(reader);
    return undefined;
  } catch (error) {
    if (error instanceof HeaderFault) return error.message;
    throw error;
  }
}

async function skipString(reader: HeaderReader): Promise<void> {
  await reader.skip(await reader.u64());
}

async function skipValue(reader: HeaderReader, type: number): Promise<void> {
  if (type === stringType) return skipString(reader);
  if (type === arrayType) return skipArray(reader);
  await reader.skip(bytesOfType(reader, type));
}

async function skipArray(reader: HeaderReader): Promise<void> {
  const type = await reader.u32();
  const count = await reader.u64();
  if (type !== stringType) return reader.skip(count * bytesOfType(reader, type));
  for (let item = 0; item < count; item++) await skipString(reader);
}

async function skipTensor(reader: HeaderReader): Promise<void> {
  await skipString(reader);
  const dimensions = await reader.u32();
  if (dimensions > maxDimensions) throw reader.fault(`a tensor of ${dimensions} dimensions`);
  await reader.skip(dimensions * 8 + 4 + 8);
}

function bytesOfType(reader: HeaderReader, type: number): number {
  const bytes = valueBytes[type];
  if (bytes === undefined) throw reader.fault(`a value of unknown type ${type}`);
  return bytes;
}

const windowBytes = 256 * 1024;

/** Reads numbers from a file, front to back, a window at a time. */
class HeaderReader {
  readonly #file: FileHandle;
  readonly #end: number;
  readonly #window = Buffer.alloc(windowBytes);
  #windowStart = 0;
  #windowLength = 0;
  #at = 0;

  /** `end`: the byte that a header must end before. */
  constructor(file: FileHandle, end: number) {
    this.#file = file;
    this.#end = end;
  }

  fault(what: string): HeaderFault {
    return new HeaderFault(`has ${what} at byte ${this.#at} of its header`);
  }

  async skip(bytes: number): Promise<void> {
    if (this.#at + bytes > this.#end)
      throw this.fault(`an entry of ${bytes} bytes, for which there is no room,`);
    this.#at += bytes;
    return Promise.resolve();
  }

  async u32(): Promise<number> {
    return this.#window.readUInt32LE(await this.#take(4));
  }

  /** Exact up to 2^53; what is larger is no length. */
  async u64(): Promise<number> {
    const offset = await this.#take(8);
    return this.#window.readUInt32LE(offset) + this.#window.readUInt32LE(offset + 4) * 2 ** 32;
  }

  /** Moves over `bytes` bytes and returns where they stand in the window. */
  async #take(bytes: number): Promise<number> {
    const at = this.#at;
    await this.skip(bytes);
    if (at < this.#windowStart || at + bytes > this.#windowStart + this.#windowLength) {
      const { bytesRead } = await this.#file.read(this.#window, 0, windowBytes, at);
      this.#windowStart = at;
      this.#windowLength = bytesRead;
    }
    return at - this.#windowStart;
  }
}
