import { ByteCursor, decodeScalar, decodeValue } from './ggufCodec';
import { type GgufTensor, tensorBytes, type TensorType, tensorTypes } from './ggufTensor';
import type { GgufValue } from './ggufValue';
import { alignment } from './ggufWriter';

/** A model file with everything that `GgufWriter` needs to write it again. */
export interface GgufFile {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

/**
 * Reads a GGUF file of version 2 or 3. `readGgufFileInfo` of node-llama-cpp gives neither the types of metadata nor
 * data. Fails on tensor types other than those of `tensorTypes`.
 */
export function readGguf(file: Buffer): GgufFile {
  const bytes = new ByteCursor(file);
  bytes.take(8);
  const tensorCount = Number(decodeScalar('uint64', bytes));
  const entries = Number(decodeScalar('uint64', bytes));
  const metadata = new Map<string, GgufValue>();
  for (let entry = 0; entry < entries; entry++) {
    metadata.set(decodeScalar('string', bytes), decodeValue(bytes));
  }
  const described = Array.from({ length: tensorCount }, () => readDescription(bytes));
  const start = Math.ceil(bytes.at / alignment) * alignment;
  const tensors = described.map(({ offset, ...tensor }) => {
    const from = start + offset;
    return { ...tensor, data: file.subarray(from, from + tensorBytes(tensor)) };
  });
  return { metadata, tensors };
}

function readDescription(bytes: ByteCursor): Omit<GgufTensor, 'data'> & { offset: number } {
  const name = decodeScalar('string', bytes);
  const length = decodeScalar('uint32', bytes);
  const dimensions = Array.from({ length }, () => Number(decodeScalar('uint64', bytes)));
  const type = typeOf(decodeScalar('uint32', bytes), name);
  return { name, dimensions, type, offset: Number(decodeScalar('uint64', bytes)) };
}

function typeOf(id: number, name: string): TensorType {
  const found = (Object.keys(tensorTypes) as TensorType[]).find((type) => tensorTypes[type].id === id);
  if (found) return found;
  throw new Error(`Tensor ${name} is of type ${id}; F32 (0), F16 (1) and Q8_0 (8) are read.`);
}
