import type { FailureReason } from '../base/errors';
import type { LayoutName } from '../base/layouts';
import { familyOf } from './families';
import type { GgufHeader } from './gguf/header';
import { fileTypes, isFiveBit, isRepacked, tensorTypes } from './gguf/tensorTypes';

/** What the memory and the time of a model depend on. All sizes in bytes. */
export interface ModelShape {
  readonly weightBytes: number;
  /** Weights of which the processor's back end keeps a second copy, in another order. */
  readonly repackedBytes: number;
  /** Weights that are read to compute one token. */
  readonly activeBytes: number;
  /** Of these, what is in blocks of five bits, which take the longest to unpack. */
  readonly fiveBitBytes: number;
  /** What one token takes in the KV cache; 0 where the file does not say its sizes. */
  readonly kvBytesPerToken: number;
  readonly vocabulary: number;
  /** The most tokens that it was trained to work with; 0 where the file does not say. */
  readonly trainedContext: number;
}

/** Why a model cannot complete in the editor. */
export interface Unsuitable {
  readonly reason: FailureReason;
  /** The end of a sentence about the model: `is a recurrent model …`. */
  readonly why: string;
}

/** What a model is, by its header alone. */
export interface ModelFacts {
  readonly name: string;
  readonly architecture: string;
  readonly quantisation: string;
  /** Name of the family in `families`; `generic` by the file's own sentinels; `none` without any. */
  readonly family: string;
  readonly layout: LayoutName;
  readonly shape: ModelShape;
  /** Undefined where nothing in the header speaks against it. */
  readonly unsuitable: Unsuitable | undefined;
}

/** Bytes of one element of the KV cache, f16. */
const elementBytes = 2;

/** llama.cpp, `llama-arch.cpp`, `llm_arch_is_recurrent` and `llm_arch_is_hybrid`, as of the release in use. */
const recurrentArchitectures =
  /^(mamba2?|rwkv\d.*|arwkv7|jamba|falcon-h1|plamo2|granitehybrid|lfm2(moe)?|nemotron_h(_moe)?|qwen3next|qwen35(moe)?|kimi-linear)$/;

/** The tokenizers whose tokens' bytes are known; see `Vocabulary` in the engine. */
const knownTokenizers = ['gpt2', 'llama'];

/** Reads what a header says of its model. `fileName` stands in for a name, and tells families apart, as in the engine. */
export function modelFacts(header: GgufHeader, fileName: string): ModelFacts {
  const architecture = header.texts.get('general.architecture') ?? '';
  const ownName = header.texts.get('general.name');
  const stem = fileName.replace(/\.gguf$/i, '');
  const family = familyOf(`${ownName ?? ''} ${fileName}`, (sentinel) => header.sentinels.has(sentinel));
  const named = (part: string): boolean =>
    header.numbers.has(`tokenizer.ggml.${part}_token_id`) ||
    header.numbers.has(`tokenizer.ggml.fim_${part}_token_id`);
  const hasHole = named('prefix') || named('pre') ? named('suffix') || named('suf') : false;
  const middleless = !(named('middle') || named('mid'));
  return {
    name: ownName ?? stem,
    architecture,
    quantisation: quantisationOf(header),
    family: family?.name ?? (hasHole ? 'generic' : 'none'),
    layout: family?.layout ?? (hasHole ? (middleless ? 'suffix-first' : 'anchored') : 'prefix-only'),
    shape: shapeOf(header, architecture),
    unsuitable: unsuitableFor(header, architecture),
  };
}

/** What `numbers` of an architecture say, such as `block_count`. */
function numberOf(header: GgufHeader, architecture: string, key: string): number | undefined {
  return header.numbers.get(`${architecture}.${key}`) ?? header.lists.get(`${architecture}.${key}`)?.[0];
}

function shapeOf(header: GgufHeader, architecture: string): ModelShape {
  // Of a model in parts only the first one is seen here; they are about alike.
  const parts = Math.max(1, header.numbers.get('split.count') ?? 1);
  const weightBytes = parts * [...header.tensorBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  return {
    weightBytes,
    repackedBytes: parts * repackedBytesOf(header),
    activeBytes: header.hasOutput ? weightBytes - header.embeddingBytes : weightBytes,
    fiveBitBytes: parts * fiveBitBytesOf(header),
    kvBytesPerToken: kvBytesPerToken(header, architecture),
    vocabulary: header.vocabulary,
    trainedContext: numberOf(header, architecture, 'context_length') ?? 0,
  };
}

/** The embedding is looked up in its own order, so it is not copied. */
function repackedBytesOf(header: GgufHeader): number {
  const copied = [...header.tensorBytes].filter(([type]) => isRepacked(type));
  const bytes = copied.reduce((sum, [, size]) => sum + size, 0);
  return isRepacked(header.embeddingType) ? bytes - header.embeddingBytes : bytes;
}

/** An embedding that is only looked up is unpacked row by row, and counts for nothing. */
function fiveBitBytesOf(header: GgufHeader): number {
  const bytes = [...header.tensorBytes].reduce((sum, [type, size]) => sum + (isFiveBit(type) ? size : 0), 0);
  return header.hasOutput && isFiveBit(header.embeddingType) ? bytes - header.embeddingBytes : bytes;
}

/** Layers × KV heads × (key + value length) × 2 (f16). */
function kvBytesPerToken(header: GgufHeader, architecture: string): number {
  const number = (key: string): number | undefined => numberOf(header, architecture, key);
  const layers = number('block_count') ?? 0;
  const heads = number('attention.head_count') ?? 1;
  const headWidth = (number('embedding_length') ?? 0) / heads;
  const keyLength = number('attention.key_length') ?? headWidth;
  const valueLength = number('attention.value_length') ?? headWidth;
  // Some architectures have another number in each layer.
  const perLayer = header.lists.get(`${architecture}.attention.head_count_kv`);
  const kvHeads = number('attention.head_count_kv') ?? heads;
  const inAllLayers = perLayer ? perLayer.reduce((sum, count) => sum + count, 0) : kvHeads * layers;
  const bytes = inAllLayers * (keyLength + valueLength) * elementBytes;
  return Number.isFinite(bytes) && bytes > 0 ? bytes : 0;
}

function quantisationOf(header: GgufHeader): string {
  const stated = fileTypes.get(header.numbers.get('general.file_type') ?? -1);
  if (stated !== undefined) return stated;
  const [most] = [...header.tensorBytes].sort(([, a], [, b]) => b - a);
  return tensorTypes.get(most?.[0] ?? -1)?.name ?? 'unknown';
}

function unsuitableFor(header: GgufHeader, architecture: string): Unsuitable | undefined {
  const reason = 'model-unsuitable';
  const isRecurrent =
    recurrentArchitectures.test(architecture) ||
    [...header.numbers.keys()].some((key) => key.startsWith(`${architecture}.ssm.`));
  if (isRecurrent) {
    return {
      reason,
      why:
        'is a recurrent or hybrid model: its state cannot be kept across edits, so each key would cost the whole ' +
        'prompt',
    };
  }
  if (header.vocabulary === 0 || numberOf(header, architecture, 'attention.head_count') === undefined) {
    return { reason, why: `is no language model that writes text (architecture "${architecture}")` };
  }
  const part = header.numbers.get('split.no') ?? 0;
  if (part > 0)
    return { reason, why: `is part ${part + 1} of a model; its first part stands for all of them` };
  const tokenizer = header.texts.get('tokenizer.ggml.model') ?? '';
  if (!knownTokenizers.includes(tokenizer)) {
    return {
      reason,
      why: `has the tokenizer "${tokenizer}"; "gpt2" (BPE) or "llama" (SentencePiece) is needed`,
    };
  }
  return undefined;
}
