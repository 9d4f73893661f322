/** Kinds of tensor data: the number in the file, and how many bytes hold how many elements (ggml, `ggml.h`). */
export const tensorTypes = {
  f32: { id: 0, elements: 1, bytes: 4 },
  f16: { id: 1, elements: 1, bytes: 2 },
  q8_0: { id: 8, elements: 32, bytes: 34 },
} as const;

export type TensorType = keyof typeof tensorTypes;

/** A tensor with its data, whose rows have `dimensions[0]` elements. */
export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: TensorType;
  readonly data: Uint8Array;
}

/** How many bytes the data of such a tensor has. */
export function tensorBytes({ type, dimensions }: Omit<GgufTensor, 'data'>): number {
  const { elements, bytes } = tensorTypes[type];
  return (dimensions.reduce((product, dimension) => product * dimension, 1) / elements) * bytes;
}
