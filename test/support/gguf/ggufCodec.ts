import type { GgufList, GgufScalar, GgufValue, ScalarType, ScalarValue } from './ggufValue';

/** The type number of a list; those of scalars are in the table below (ggml, `docs/gguf.md`). */
const listId = 9;

interface Codec<T extends ScalarType> {
  readonly id: number;
  encode(value: ScalarValue<T>): Buffer;
  decode(bytes: ByteCursor): ScalarValue<T>;
}

const codecs: { readonly [T in ScalarType]: Codec<T> } = {
  uint8: fixed(
    0,
    1,
    (to, value) => to.writeUInt8(value),
    (from) => from.readUInt8(),
  ),
  int8: fixed(
    1,
    1,
    (to, value) => to.writeInt8(value),
    (from) => from.readInt8(),
  ),
  uint16: fixed(
    2,
    2,
    (to, value) => to.writeUInt16LE(value),
    (from) => from.readUInt16LE(),
  ),
  int16: fixed(
    3,
    2,
    (to, value) => to.writeInt16LE(value),
    (from) => from.readInt16LE(),
  ),
  uint32: fixed(
    4,
    4,
    (to, value) => to.writeUInt32LE(value),
    (from) => from.readUInt32LE(),
  ),
  int32: fixed(
    5,
    4,
    (to, value) => to.writeInt32LE(value),
    (from) => from.readInt32LE(),
  ),
  float32: fixed(
    6,
    4,
    (to, value) => to.writeFloatLE(value),
    (from) => from.readFloatLE(),
  ),
  bool: fixed(
    7,
    1,
    (to, value) => to.writeUInt8(value ? 1 : 0),
    (from) => from.readUInt8() !== 0,
  ),
  string: { id: 8, encode: encodeString, decode: decodeString },
  uint64: fixed(
    10,
    8,
    (to, value) => to.writeBigUInt64LE(value),
    (from) => from.readBigUInt64LE(),
  ),
  int64: fixed(
    11,
    8,
    (to, value) => to.writeBigInt64LE(value),
    (from) => from.readBigInt64LE(),
  ),
  float64: fixed(
    12,
    8,
    (to, value) => to.writeDoubleLE(value),
    (from) => from.readDoubleLE(),
  ),
};

/** A place in a file that moves on as it is read. Fails beyond the end. */
export class ByteCursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes read so far. */
  get at(): number {
    return this.#at;
  }

  take(count: number): Buffer {
    const end = this.#at + count;
    if (end > this.#bytes.length) {
      throw new Error(
        `The GGUF file ends at byte ${this.#bytes.length}; byte ${end} was expected to be there.`,
      );
    }
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

/** A value without its type. Counts and sizes in a GGUF header are `uint32` and `uint64`. */
export function encodeScalar<T extends ScalarType>(type: T, value: ScalarValue<T>): Buffer {
  return codecs[type].encode(value);
}

export function decodeScalar<T extends ScalarType>(type: T, bytes: ByteCursor): ScalarValue<T> {
  return codecs[type].decode(bytes);
}

/** A metadata value with its type in front, as it stands behind its key. */
export function encodeValue(value: GgufValue): Buffer {
  return value.type === 'array' ? encodeList(value) : encodeTyped(value);
}

export function decodeValue(bytes: ByteCursor): GgufValue {
  const id = decodeScalar('uint32', bytes);
  return id === listId
    ? decodeList(typeOf(decodeScalar('uint32', bytes)), bytes)
    : decodeTyped(typeOf(id), bytes);
}

function encodeTyped<T extends ScalarType>(scalar: GgufScalar<T>): Buffer {
  return Buffer.concat([
    encodeScalar('uint32', codecs[scalar.type].id),
    encodeScalar(scalar.type, scalar.value),
  ]);
}

function encodeList<T extends ScalarType>(list: GgufList<T>): Buffer {
  return Buffer.concat([
    encodeScalar('uint32', listId),
    encodeScalar('uint32', codecs[list.of].id),
    encodeScalar('uint64', BigInt(list.values.length)),
    ...list.values.map((value) => encodeScalar(list.of, value)),
  ]);
}

function decodeTyped<T extends ScalarType>(type: T, bytes: ByteCursor): GgufScalar<T> {
  return { type, value: decodeScalar(type, bytes) };
}

function decodeList<T extends ScalarType>(of: T, bytes: ByteCursor): GgufList<T> {
  const length = Number(decodeScalar('uint64', bytes));
  const values = Array.from({ length }, () => decodeScalar(of, bytes));
  return { type: 'array', of, values };
}

function typeOf(id: number): ScalarType {
  const found = (Object.keys(codecs) as ScalarType[]).find((type) => codecs[type].id === id);
  if (found) return found;
  throw new Error(
    `The GGUF file has a value of type ${id}; 0 to 8 and 10 to 12, or a list of these, is read.`,
  );
}

/** A codec of values that all have the same size. */
function fixed<V>(
  id: number,
  size: number,
  write: (to: Buffer, value: V) => void,
  read: (from: Buffer) => V,
): { id: number; encode: (value: V) => Buffer; decode: (bytes: ByteCursor) => V } {
  return {
    id,
    encode: (value) => {
      const bytes = Buffer.alloc(size);
      write(bytes, value);
      return bytes;
    },
    decode: (bytes) => read(bytes.take(size)),
  };
}

function encodeString(value: string): Buffer {
  const text = Buffer.from(value, 'utf8');
  return Buffer.concat([encodeScalar('uint64', BigInt(text.length)), text]);
}

function decodeString(bytes: ByteCursor): string {
  return bytes.take(Number(decodeScalar('uint64', bytes))).toString('utf8');
}
