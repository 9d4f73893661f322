import { writeFile } from 'node:fs/promises';
import { encodeScalar, encodeValue } from './ggufCodec';
import { type GgufTensor, tensorBytes, tensorTypes } from './ggufTensor';
import type { GgufValue } from './ggufValue';

/** Tensor data begins at a multiple of this many bytes, unless a file says otherwise; these never do. */
export const alignment = 32;

const version = 3;

/** Puts a model file together, in GGUF version 3 (ggml, `docs/gguf.md`). */
export class GgufWriter {
  readonly #metadata = new Map<string, GgufValue>();
  readonly #tensors: GgufTensor[] = [];

  /** Sets metadata, in the place of what the key had before. */
  set(key: string, value: GgufValue): this {
    this.#metadata.set(key, value);
    return this;
  }

  /** Adds a tensor. Fails where its data is not as long as its dimensions say. */
  add(tensor: GgufTensor): this {
    const expected = tensorBytes(tensor);
    if (tensor.data.length !== expected) {
      throw new Error(
        `Tensor ${tensor.name} of type ${tensor.type} has ${tensor.data.length} bytes; its dimensions ` +
          `${tensor.dimensions.join(' × ')} take ${expected}.`,
      );
    }
    this.#tensors.push(tensor);
    return this;
  }

  toBuffer(): Buffer {
    const header = [
      Buffer.from('GGUF', 'latin1'),
      encodeScalar('uint32', version),
      encodeScalar('uint64', BigInt(this.#tensors.length)),
      encodeScalar('uint64', BigInt(this.#metadata.size)),
    ];
    for (const [key, value] of this.#metadata) header.push(encodeScalar('string', key), encodeValue(value));
    const data: Uint8Array[] = [];
    let offset = 0;
    for (const tensor of this.#tensors) {
      header.push(...describe(tensor, offset));
      const padded = paddedTo(alignment, tensor.data);
      data.push(padded);
      offset += padded.length;
    }
    return Buffer.concat([paddedTo(alignment, Buffer.concat(header)), ...data]);
  }

  async write(path: string): Promise<void> {
    await writeFile(path, this.toBuffer());
  }
}

function describe({ name, dimensions, type }: GgufTensor, offset: number): Buffer[] {
  return [
    encodeScalar('string', name),
    encodeScalar('uint32', dimensions.length),
    ...dimensions.map((dimension) => encodeScalar('uint64', BigInt(dimension))),
    encodeScalar('uint32', tensorTypes[type].id),
    encodeScalar('uint64', BigInt(offset)),
  ];
}

function paddedTo(multiple: number, bytes: Uint8Array): Uint8Array {
  const missing = (multiple - (bytes.length % multiple)) % multiple;
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
}
