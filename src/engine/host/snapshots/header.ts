import { checksumOf } from './checksum';

/** Version of the format below. Another version is not read. */
export const formatVersion = 1;

const magic = Buffer.from('HEARTHKV', 'latin1');

/** Magic, version, length of the description, number of tokens, checksum of all the rest. */
const fixedBytes = magic.length + 4 * 4;
const checksumOffset = fixedBytes - 4;

/** Far above what a placement and a context hold; a header that claims more is damaged. */
const maxDescriptionBytes = 1024 * 1024;
const maxTokens = 1024 * 1024;
export const maxHeaderBytes = fixedBytes + maxDescriptionBytes + 4 * maxTokens;

/** What a header says in words; `placement` is the caller's own plain JSON. */
export interface SnapshotDescription<P> {
  /** `digestOf` its key. */
  readonly keyDigest: string;
  /** URI of the document. */
  readonly document: string;
  readonly placement: P;
  /** What it took, or would take, to evaluate the tokens, in ms. */
  readonly recomputeMs: number;
  /** Wall time in ms since 1970. */
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** The eviction clock at the last use; see `evictionPolicy`. */
  readonly usedAt: number;
  readonly stateBytes: number;
  readonly stateChecksum: number;
}

export interface SnapshotHeader<P> extends SnapshotDescription<P> {
  /** Exactly the tokens whose KV state it is. */
  readonly tokens: readonly number[];
}

/** Gives a placement its type again, or undefined where it is none. */
export type ParsePlacement<P> = (value: unknown) => P | undefined;

export type DecodedHeader<P> =
  | { readonly header: SnapshotHeader<P> }
  /** Not for this release, or not what it was when it was written. */
  | { readonly fault: 'foreign' | 'damaged' };

/** The header as a file's bytes. Fails with a `RangeError` where it is larger than a header may be. */
export function encodeHeader<P>(header: SnapshotHeader<P>): Buffer {
  const { tokens } = header;
  const description = Buffer.from(JSON.stringify(describe(header)), 'utf8');
  if (description.length > maxDescriptionBytes || tokens.length > maxTokens) {
    throw new RangeError(
      `A snapshot's placement may take ${maxDescriptionBytes} bytes and have ${maxTokens} tokens; ` +
        `this one takes ${description.length} and has ${tokens.length}.`,
    );
  }
  const bytes = Buffer.alloc(fixedBytes + description.length + 4 * tokens.length);
  magic.copy(bytes);
  bytes.writeUInt32LE(formatVersion, magic.length);
  bytes.writeUInt32LE(description.length, magic.length + 4);
  bytes.writeUInt32LE(tokens.length, magic.length + 8);
  description.copy(bytes, fixedBytes);
  tokens.forEach((token, index) => bytes.writeInt32LE(token, fixedBytes + description.length + 4 * index));
  bytes.writeUInt32LE(checksumOfHeader(bytes), checksumOffset);
  return bytes;
}

/** Reads a header. Nothing in it is believed, no length either, before its checksum is right. */
export function decodeHeader<P>(bytes: Buffer, parsePlacement: ParsePlacement<P>): DecodedHeader<P> {
  if (bytes.length < fixedBytes) return { fault: 'damaged' };
  if (!bytes.subarray(0, magic.length).equals(magic)) return { fault: 'foreign' };
  if (bytes.readUInt32LE(magic.length) !== formatVersion) return { fault: 'foreign' };
  const descriptionBytes = bytes.readUInt32LE(magic.length + 4);
  const tokenCount = bytes.readUInt32LE(magic.length + 8);
  if (bytes.length !== fixedBytes + descriptionBytes + 4 * tokenCount) return { fault: 'damaged' };
  if (bytes.readUInt32LE(checksumOffset) !== checksumOfHeader(bytes)) return { fault: 'damaged' };
  const tokensOffset = fixedBytes + descriptionBytes;
  const description = parseDescription(bytes.toString('utf8', fixedBytes, tokensOffset), parsePlacement);
  if (!description) return { fault: 'damaged' };
  const tokens = Array.from({ length: tokenCount }, (_, index) =>
    bytes.readInt32LE(tokensOffset + 4 * index),
  );
  return { header: { ...description, tokens } };
}

/** The header without its tokens, nor what else the object may carry. */
function describe<P>(header: SnapshotDescription<P>): SnapshotDescription<P> {
  const { keyDigest, document, placement, recomputeMs } = header;
  const { createdAt, lastUsedAt, usedAt, stateBytes, stateChecksum } = header;
  return {
    keyDigest,
    document,
    placement,
    recomputeMs,
    createdAt,
    lastUsedAt,
    usedAt,
    stateBytes,
    stateChecksum,
  };
}

function checksumOfHeader(bytes: Buffer): number {
  return checksumOf(bytes.subarray(0, checksumOffset), bytes.subarray(fixedBytes));
}

function parseDescription<P>(
  json: string,
  parsePlacement: ParsePlacement<P>,
): SnapshotDescription<P> | undefined {
  const value = parseObject(json);
  const { keyDigest, document } = value;
  const placement = parsePlacement(value['placement']);
  if (typeof keyDigest !== 'string' || typeof document !== 'string' || placement === undefined) {
    return undefined;
  }
  const numbers = {
    recomputeMs: numberIn(value, 'recomputeMs'),
    createdAt: numberIn(value, 'createdAt'),
    lastUsedAt: numberIn(value, 'lastUsedAt'),
    usedAt: numberIn(value, 'usedAt'),
    stateBytes: numberIn(value, 'stateBytes'),
    stateChecksum: numberIn(value, 'stateChecksum'),
  };
  if (!Object.values(numbers).every((number) => number >= 0)) return undefined;
  return { keyDigest, document, placement, ...numbers };
}

function parseObject(json: string): Partial<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** NaN, which no comparison accepts, where there is no number. */
function numberIn(value: Partial<Record<string, unknown>>, name: string): number {
  const number = value[name];
  return typeof number === 'number' && Number.isFinite(number) ? number : NaN;
}
