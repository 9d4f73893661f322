import { type GgufTensor, tensorTypes } from './ggufTensor';

/** The elements of a tensor as plain numbers. Q8_0 is a half-precision scale and 32 signed bytes (ggml, `ggml-common.h`). */
export function toFloats({ type, data }: GgufTensor): Float32Array {
  const { elements, bytes } = tensorTypes[type];
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const blocks = data.byteLength / bytes;
  const floats = new Float32Array(blocks * elements);
  for (let block = 0; block < blocks; block++) {
    const at = block * bytes;
    if (type === 'f32') floats[block] = view.getFloat32(at, true);
    else if (type === 'f16') floats[block] = fromHalf(view.getUint16(at, true));
    else {
      const scale = fromHalf(view.getUint16(at, true));
      for (let i = 0; i < elements; i++) floats[block * elements + i] = scale * view.getInt8(at + 2 + i);
    }
  }
  return floats;
}

/** The data of an F32 tensor with these elements. GGUF is little-endian, as is every machine that this runs on. */
export function f32Data(floats: Float32Array): Uint8Array {
  return new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
}

/** The scale of every block that {@link q8Data} writes, 2⁻⁹, and the same as half precision: what it holds is within ± 0.248. */
const q8Scale = 2 ** -9;
const q8ScaleBits = (15 - 9) << 10;

/** The data of a Q8_0 tensor with these elements, rounded to multiples of 2⁻⁹; rows must have a multiple of 32. */
export function q8Data(floats: Float32Array): Uint8Array {
  const { elements, bytes } = tensorTypes.q8_0;
  const view = new DataView(new ArrayBuffer((floats.length / elements) * bytes));
  for (let block = 0; block < floats.length / elements; block++) {
    view.setUint16(block * bytes, q8ScaleBits, true);
    for (let i = 0; i < elements; i++) {
      const rounded = Math.round((floats[block * elements + i] ?? 0) / q8Scale);
      view.setInt8(block * bytes + 2 + i, Math.max(-127, Math.min(127, rounded)));
    }
  }
  return new Uint8Array(view.buffer);
}

/** IEEE 754 binary16: a sign, five bits of exponent and ten of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
