import { readFile } from 'node:fs/promises';
import { readGguf } from './ggufReader';
import { uint32 } from './ggufValue';
import { GgufWriter } from './ggufWriter';
import { f32Data, toFloats } from './tensorFloats';

/** `general.file_type` of a model whose tensors are F32 (llama.cpp, `LLAMA_FTYPE_ALL_F32`). */
const allF32 = 0;

/**
 * Writes the model `from` with the same weights in full precision. llama.cpp rounds activations to eight bits where
 * weights have eight, which magnifies what another order of sums changes in the last digits. With these weights, a KV
 * cache in F32 and no flash attention, it stays in the last digits.
 */
export async function writeFullPrecisionCopy(from: string, to: string): Promise<void> {
  const { metadata, tensors } = readGguf(await readFile(from));
  const writer = new GgufWriter();
  for (const [key, value] of metadata) writer.set(key, value);
  writer.set('general.file_type', uint32(allF32));
  for (const tensor of tensors) {
    writer.add({ ...tensor, type: 'f32', data: f32Data(toFloats(tensor)) });
  }
  await writer.write(to);
}
