import { seededRandom } from '../random';
import { float32, string, uint32 } from './ggufValue';
import type { GgufWriter } from './ggufWriter';
import { f32Data, q8Data } from './tensorFloats';

const width = 64;
const hidden = 128;
const heads = 4;
const kvHeads = 2;
const layers = 2;
const headWidth = width / heads;
const kvWidth = kvHeads * headWidth;
const contextLength = 4096;

/**
 * Adds a LLaMA model of random weights, the same for the same seed. `speakable` says for each token whether the
 * model may ever choose it.
 */
export function addTinyLlama(writer: GgufWriter, speakable: readonly boolean[], seed: number): void {
  addShape(writer, speakable.length);
  const random = seededRandom(seed);
  /** A matrix that keeps the size of what it is multiplied with. */
  const matrix = (columns: number, rows: number): Float32Array => {
    const reach = Math.sqrt(3 / columns);
    return Float32Array.from({ length: columns * rows }, () => (2 * random() - 1) * reach);
  };
  // Matrices have eight bits as in files that people use, with which results do not depend on batch cuts.
  const add = (name: string, dimensions: readonly number[], floats: Float32Array): void => {
    writer.add({ name: `${name}.weight`, dimensions, type: 'q8_0', data: q8Data(floats) });
  };
  const addMatrix = (name: string, columns: number, rows: number): void =>
    add(name, [columns, rows], matrix(columns, rows));
  const addNorm = (name: string): void => {
    const ones = f32Data(new Float32Array(width).fill(1));
    writer.add({ name: `${name}.weight`, dimensions: [width], type: 'f32', data: ones });
  };

  addMatrix('token_embd', width, speakable.length);
  addNorm('output_norm');
  add('output', [width, speakable.length], silenced(matrix(width, speakable.length), speakable));
  for (let layer = 0; layer < layers; layer++) {
    const block = `blk.${layer}`;
    addNorm(`${block}.attn_norm`);
    addMatrix(`${block}.attn_q`, width, width);
    addMatrix(`${block}.attn_k`, width, kvWidth);
    addMatrix(`${block}.attn_v`, width, kvWidth);
    addMatrix(`${block}.attn_output`, width, width);
    addNorm(`${block}.ffn_norm`);
    addMatrix(`${block}.ffn_gate`, width, hidden);
    addMatrix(`${block}.ffn_up`, width, hidden);
    addMatrix(`${block}.ffn_down`, hidden, width);
  }
}

function addShape(writer: GgufWriter, vocabularySize: number): void {
  writer
    .set('general.architecture', string('llama'))
    .set('llama.vocab_size', uint32(vocabularySize))
    .set('llama.context_length', uint32(contextLength))
    .set('llama.embedding_length', uint32(width))
    .set('llama.block_count', uint32(layers))
    .set('llama.feed_forward_length', uint32(hidden))
    .set('llama.attention.head_count', uint32(heads))
    .set('llama.attention.head_count_kv', uint32(kvHeads))
    .set('llama.attention.layer_norm_rms_epsilon', float32(1e-5))
    .set('llama.rope.dimension_count', uint32(headWidth))
    .set('llama.rope.freq_base', float32(10_000));
}

/** Logits of silent tokens are 0, and that is never the greatest of some hundred random ones. */
function silenced(output: Float32Array, speakable: readonly boolean[]): Float32Array {
  speakable.forEach((may, token) => {
    if (!may) output.fill(0, token * width, (token + 1) * width);
  });
  return output;
}
