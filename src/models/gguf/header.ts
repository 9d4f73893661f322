import { isSentinelLike } from '../families';
import { type ByteSource, HeaderFault, HeaderReader } from './headerReader';
import { tensorTypes } from './tensorTypes';

/** What a header says, as far as anybody here asks: numbers, short texts and short lists, and sums over the rest. */
export interface GgufHeader {
  readonly numbers: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly number[]>;
  /** Entries of the vocabulary; 0 where there is none. */
  readonly vocabulary: number;
  /** The entries that may be sentinels, by their looks. */
  readonly sentinels: ReadonlySet<string>;
  /** Bytes of all tensors, by their type's number. */
  readonly tensorBytes: ReadonlyMap<number, number>;
  /** Bytes of the embedding, of which one row is read for a token … */
  readonly embeddingBytes: number;
  /** Number of its type. */
  readonly embeddingType: number;
  /** … unless the output has no tensor of its own and is computed with it, too. */
  readonly hasOutput: boolean;
}

/** A header, or what is wrong with it, as the end of a sentence about the file. */
export type HeaderReading = { readonly header: GgufHeader } | { readonly fault: string };

/** More are in no file, and a damaged number of them would be counted to for minutes. */
const mostEntries = 65_536;

const mostDimensions = 4;
const longestKey = 1024;
const longestText = 4096;
const longestList = 1024;
const longestSentinel = 64;

/** Bytes of a value and how to read it, by its type in GGUF; texts (8) and lists (9) say their length themselves. */
const scalars: ReadonlyMap<number, readonly [bytes: number, read: (from: Buffer) => number]> = new Map([
  [0, [1, (from: Buffer) => from.readUInt8()]],
  [1, [1, (from: Buffer) => from.readInt8()]],
  [2, [2, (from: Buffer) => from.readUInt16LE()]],
  [3, [2, (from: Buffer) => from.readInt16LE()]],
  [4, [4, (from: Buffer) => from.readUInt32LE()]],
  [5, [4, (from: Buffer) => from.readInt32LE()]],
  [6, [4, (from: Buffer) => from.readFloatLE()]],
  [7, [1, (from: Buffer) => from.readUInt8()]],
  [10, [8, (from: Buffer) => Number(from.readBigUInt64LE())]],
  [11, [8, (from: Buffer) => Number(from.readBigInt64LE())]],
  [12, [8, (from: Buffer) => from.readDoubleLE()]],
]);
const textType = 8;
const listType = 9;

/**
 * Reads a GGUF header (metadata and tensor list, ggml's `docs/gguf.md`) behind its magic and version, in bounded memory
 * and time. A parser that trusts a damaged length reads for minutes, or ends the process.
 */
export async function readHeader(source: ByteSource): Promise<HeaderReading> {
  const reader = new HeaderReader(source);
  const parts = new HeaderParts(reader);
  try {
    reader.skip(8);
    const tensors = await count(reader, 'tensors');
    const entries = await count(reader, 'entries');
    for (let entry = 0; entry < entries; entry++) await parts.readEntry();
    for (let tensor = 0; tensor < tensors; tensor++) await parts.readTensor();
    const end = parts.endOfData();
    if (end > source.size)
      throw new HeaderFault(`ends at byte ${source.size}, and its tensors at byte ${end}`);
    return { header: parts };
  } catch (error) {
    if (error instanceof HeaderFault) return { fault: error.message };
    throw error;
  }
}

async function count(reader: HeaderReader, what: string): Promise<number> {
  const number = await reader.u64();
  if (number > mostEntries) throw reader.fault(`${number} ${what}, more than any model has,`);
  return number;
}

class HeaderParts implements GgufHeader {
  readonly numbers = new Map<string, number>();
  readonly texts = new Map<string, string>();
  readonly lists = new Map<string, readonly number[]>();
  readonly sentinels = new Set<string>();
  readonly tensorBytes = new Map<number, number>();
  vocabulary = 0;
  embeddingBytes = 0;
  embeddingType = -1;
  hasOutput = false;
  #dataBytes = 0;
  readonly #reader: HeaderReader;

  constructor(reader: HeaderReader) {
    this.#reader = reader;
  }

  async readEntry(): Promise<void> {
    const key = (await this.#reader.text(longestKey)) ?? '';
    const type = await this.#reader.u32();
    if (type === listType) return this.#readList(key);
    if (type === textType) {
      const text = await this.#reader.text(longestText);
      if (text !== undefined) this.texts.set(key, text);
      return;
    }
    const [bytes, read] = this.#scalar(type);
    if (!this.#reader.has(bytes)) await this.#reader.fill(bytes);
    this.numbers.set(key, read(this.#reader.take(bytes)));
  }

  async #readList(key: string): Promise<void> {
    const type = await this.#reader.u32();
    const length = await this.#reader.u64();
    if (type === textType) return this.#readTexts(length, key === 'tokenizer.ggml.tokens');
    const [bytes, read] = this.#scalar(type);
    if (length > longestList) {
      this.#reader.skip(length * bytes);
      return;
    }
    const values: number[] = [];
    for (let item = 0; item < length; item++) {
      if (!this.#reader.has(bytes)) await this.#reader.fill(bytes);
      values.push(read(this.#reader.take(bytes)));
    }
    this.lists.set(key, values);
  }

  /** Texts of a list are some hundred thousand, so nothing is waited for that is there. */
  async #readTexts(length: number, isVocabulary: boolean): Promise<void> {
    const reader = this.#reader;
    if (isVocabulary) this.vocabulary = length;
    for (let item = 0; item < length; item++) {
      if (!reader.has(8)) await reader.fill(8);
      const bytes = reader.takeU64();
      if (!isVocabulary || bytes > longestSentinel || this.sentinels.size >= mostEntries) {
        reader.skip(bytes);
        continue;
      }
      if (!reader.has(bytes)) await reader.fill(bytes);
      const text = reader.take(bytes).toString('utf8');
      if (isSentinelLike(text)) this.sentinels.add(text);
    }
  }

  async readTensor(): Promise<void> {
    const name = (await this.#reader.text(longestKey)) ?? '';
    const dimensions = await this.#reader.u32();
    if (dimensions > mostDimensions) throw this.#reader.fault(`a tensor of ${dimensions} dimensions`);
    let elements = 1;
    for (let dimension = 0; dimension < dimensions; dimension++) elements *= await this.#reader.u64();
    const type = await this.#reader.u32();
    const offset = await this.#reader.u64();
    const { bytes, elements: inBlock } = tensorTypes.get(type) ?? { bytes: 0, elements: 1 };
    const size = (elements / inBlock) * bytes;
    this.tensorBytes.set(type, (this.tensorBytes.get(type) ?? 0) + size);
    this.#dataBytes = Math.max(this.#dataBytes, offset + size);
    if (name === 'token_embd.weight') {
      this.embeddingBytes += size;
      this.embeddingType = type;
    }
    if (name === 'output.weight') this.hasOutput = true;
  }

  /** Where the last tensor ends, as far as their types are known. Called when all of them are read. */
  endOfData(): number {
    const alignment = this.numbers.get('general.alignment') ?? 32;
    return Math.ceil(this.#reader.at / alignment) * alignment + this.#dataBytes;
  }

  #scalar(type: number): readonly [bytes: number, read: (from: Buffer) => number] {
    const scalar = scalars.get(type);
    if (!scalar) throw this.#reader.fault(`a value of unknown type ${type}`);
    return scalar;
  }
}
