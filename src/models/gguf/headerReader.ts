/** Where a header is read from: a file, or bytes in memory. */
export interface ByteSource {
  readonly size: number;
  /** Fills `into` from the byte `at` on; resolves to how many bytes there were. */
  read(into: Buffer, at: number): Promise<number>;
}

/** What is wrong with a header, as the end of a sentence about the file: `has … at byte …`. */
export class HeaderFault extends Error {}

/** No header is longer: the vocabularies in it are a few megabytes. */
const maxHeaderBytes = 256 * 1024 ** 2;

const windowBytes = 256 * 1024;

/**
 * Reads numbers and texts from a header, front to back, a window at a time. Never reads beyond the end of the file or
 * of what a header can be, whatever lengths the file states.
 */
export class HeaderReader {
  readonly #source: ByteSource;
  readonly #end: number;
  readonly #window: Buffer;
  #windowStart = 0;
  #windowLength = 0;
  #at = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.#end = Math.min(source.size, maxHeaderBytes);
    this.#window = Buffer.alloc(Math.min(windowBytes, this.#end));
  }

  /** Bytes read or skipped so far. */
  get at(): number {
    return this.#at;
  }

  fault(what: string): HeaderFault {
    return new HeaderFault(`has ${what} at byte ${this.#at} of its header`);
  }

  skip(bytes: number): void {
    if (this.#at + bytes > this.#end) {
      throw this.fault(`an entry of ${bytes} bytes, for which there is no room,`);
    }
    this.#at += bytes;
  }

  /** Whether so many bytes can be taken without {@link fill}: in loops over many values, waiting costs most. */
  has(bytes: number): boolean {
    return this.#at >= this.#windowStart && this.#at + bytes <= this.#windowStart + this.#windowLength;
  }

  /** Makes so many bytes ready to be taken, at most a window of them. */
  async fill(bytes: number): Promise<void> {
    if (this.#at + bytes > this.#end) this.skip(bytes);
    this.#windowLength = await this.#source.read(this.#window, this.#at);
    this.#windowStart = this.#at;
    if (!this.has(bytes)) throw this.fault('its end, where more was expected,');
  }

  /** The next bytes, which must be ready. They are valid until the next {@link fill}. */
  take(bytes: number): Buffer {
    const offset = this.#at - this.#windowStart;
    this.skip(bytes);
    return this.#window.subarray(offset, offset + bytes);
  }

  async u32(): Promise<number> {
    if (!this.has(4)) await this.fill(4);
    return this.take(4).readUInt32LE();
  }

  /** Exact up to 2^53; what is larger is no length. */
  async u64(): Promise<number> {
    if (!this.has(8)) await this.fill(8);
    return this.takeU64();
  }

  takeU64(): number {
    const bytes = this.take(8);
    return bytes.readUInt32LE() + bytes.readUInt32LE(4) * 2 ** 32;
  }

  /** A text; undefined, and skipped, where it is longer than `most` bytes. */
  async text(most: number): Promise<string | undefined> {
    const length = await this.u64();
    if (length > most) {
      this.skip(length);
      return undefined;
    }
    if (!this.has(length)) await this.fill(length);
    return this.take(length).toString('utf8');
  }
}
