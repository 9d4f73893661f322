import type { LlamaModel } from 'node-llama-cpp';
import { HearthError } from '../../base/errors';

const megabyte = 1024 * 1024;

/** Bytes of one element of the KV cache, f16. */
const elementBytes = 2;

/** More places than a person moves between cost memory and find nothing. */
const mostSequences = 8;

/** What is kept without a setting: three places to move between, and one to prepare. */
const automaticSequences = 4;

/** The share of the machine's memory that the automatic pool may take … */
const automaticShare = 1 / 8;

/** … and the share of what is free now that any pool may take. */
const freeShare = 1 / 2;

/** Bytes that one token takes in the KV cache: layers × KV heads × (key + value length) × 2 (f16). */
export function kvBytesPerToken(model: LlamaModel): number {
  const {
    block_count: layers = 0,
    embedding_length: width = 0,
    attention,
  } = model.fileInfo.architectureMetadata;
  const heads = firstOf(attention?.head_count) ?? 1;
  const keyLength = attention?.key_length ?? width / heads;
  const valueLength = attention?.value_length ?? width / heads;
  // Some architectures have another number in each layer.
  const kvHeads = (attention?.head_count_kv ?? heads) as number | readonly number[];
  const inAllLayers =
    typeof kvHeads === 'number' ? kvHeads * layers : kvHeads.reduce((sum, count) => sum + count, 0);
  return inAllLayers * (keyLength + valueLength) * elementBytes;
}

/** What decides how many sequences a context has. All sizes in bytes. */
export interface PoolDemand {
  /** How the error calls the model. */
  readonly model: string;
  /** What one sequence allocates: a whole context. */
  readonly sequenceBytes: number;
  /** The most that all sequences together may allocate; 0 leaves it to the machine's memory. */
  readonly limitBytes: number;
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/**
 * How many sequences fit: as many as the limit allows, or else four within an eighth of the machine's memory (two at
 * least); never more than eight, nor than half of the free memory holds. Fails where not even one fits.
 */
export function poolSize({ model, sequenceBytes, limitBytes, totalBytes, freeBytes }: PoolDemand): number {
  // A file may not say its sizes; llama.cpp then finds out whether there is room.
  if (!(sequenceBytes > 0)) return 1;
  const within = (bytes: number): number => Math.floor(bytes / sequenceBytes);
  const wanted =
    limitBytes > 0
      ? Math.min(mostSequences, within(limitBytes))
      : Math.max(2, Math.min(automaticSequences, within(totalBytes * automaticShare)));
  const sequences = Math.min(wanted, within(freeBytes * freeShare));
  if (sequences >= 1) return sequences;
  const needed = Math.ceil(sequenceBytes / megabyte);
  const reason =
    wanted < 1
      ? `hearth.kv.megabytes allows ${Math.floor(limitBytes / megabyte)} MB. Raise it`
      : `${Math.floor(freeBytes / megabyte)} MB are free, of which half may be used. Close other programs`;
  throw new HearthError(
    'memory-insufficient',
    `One context of ${model} takes ${needed} MB, and ${reason}, or lower hearth.model.contextTokens.`,
  );
}

function firstOf(count: number | readonly number[] | undefined): number | undefined {
  return typeof count === 'object' ? count[0] : count;
}
