import { HearthError } from '../base/errors';
import type { ModelShape } from './modelFacts';

const megabyte = 1024 * 1024;

/** Holds the largest slice. Each token more would cost a row of logits in memory. */
export const batchTokens = 64;

/** llama.cpp rounds what a sequence holds up to a multiple of this. */
const contextStep = 256;

/** The least context that is worth having: below, a prompt has no room for the text around the cursor. */
export const leastContext = 1024;

/** More places than a person moves between cost memory and find nothing. */
const mostSequences = 8;

/** What is kept without a setting: three places to move between, and one to prepare. */
const automaticSequences = 4;

/** One serves and one prepares; with a single one every new place is waited for. */
const leastSequences = 2;

/** The share of the machine's memory that the automatic pool may take … */
const automaticShare = 1 / 8;

/** … and the share of what is free now that any pool may take. */
const freeShare = 1 / 2;

/** Left to the editor and everything else: a share of what is free, since what is free changes. */
const spareShare = 1 / 8;

/** The engine's process without a model, in bytes: Node, llama.cpp and the code. Measured by `bench:fit`. */
const processBytes = 110 * megabyte;

/** What the engine keeps for an entry of the vocabulary, in bytes: its text, its bytes, their order. Measured alike. */
const vocabularyEntryBytes = 600;

/** What an engine takes, in bytes, part by part. */
export interface MemoryEstimate {
  /** The file's, and the copy of some of them that the processor computes with. */
  readonly weights: number;
  readonly kv: number;
  /** Buffers of the computation, a row of logits for each token of a batch above all. */
  readonly compute: number;
  readonly process: number;
  readonly total: number;
}

/** What an engine with this model takes, on the processor. */
export function estimateMemory(
  { weightBytes, repackedBytes, kvBytesPerToken, vocabulary }: ModelShape,
  contextTokens: number,
  sequences: number,
): MemoryEstimate {
  const held = Math.ceil(contextTokens / contextStep) * contextStep;
  const kv = sequences * held * kvBytesPerToken;
  const compute = batchTokens * vocabulary * 4;
  const process = processBytes + vocabulary * vocabularyEntryBytes;
  const weights = weightBytes + repackedBytes;
  return { weights, kv, compute, process, total: weights + kv + compute + process };
}

/** What is wished for. */
export interface MemoryWish {
  readonly contextTokens: number;
  /** The most that all sequences together may allocate, in bytes; 0 leaves it to the machine's memory. */
  readonly kvLimitBytes: number;
}

/** What is there, in bytes. */
export interface Memory {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** What is done with the memory that is there. */
export interface MemoryPlan {
  readonly contextTokens: number;
  readonly sequences: number;
  readonly estimate: MemoryEstimate;
  /** Whether context or pool are smaller than wished for, because the memory is. */
  readonly isShrunk: boolean;
}

/** A model that does not fit, and by how much. */
export interface NoFit {
  /** What it would take at its smallest. */
  readonly least: MemoryEstimate;
  /** What may be taken of what is free. */
  readonly usableBytes: number;
}

/** What may be used of what is free. */
export function usableOf(freeBytes: number): number {
  return Math.floor(freeBytes * (1 - spareShare));
}

/**
 * The context and the pool that fit into what is free: as wished for, or else fewer places, then a smaller context, and
 * at last a single place. Everything must fit, weights included: pages of weights that have to be read from disk again
 * at every token are no completion. Fails with `memory-insufficient` where the wish itself allows no place at all.
 */
export function planMemory(shape: ModelShape, wish: MemoryWish, memory: Memory): MemoryPlan | NoFit {
  const usableBytes = usableOf(memory.freeBytes);
  const contextTokens = Math.min(wish.contextTokens, shape.trainedContext || wish.contextTokens);
  const sequences = wishedSequences(shape, contextTokens, wish, memory);
  for (const size of shrinking(contextTokens, sequences)) {
    const estimate = estimateMemory(shape, size.contextTokens, size.sequences);
    if (estimate.total > usableBytes || estimate.kv > memory.freeBytes * freeShare) continue;
    const isShrunk = size.contextTokens < contextTokens || size.sequences < sequences;
    return { ...size, estimate, isShrunk };
  }
  return { least: estimateMemory(shape, Math.min(leastContext, contextTokens), 1), usableBytes };
}

interface PoolSize {
  readonly contextTokens: number;
  readonly sequences: number;
}

/** The sizes to try, the best first. */
function shrinking(contextTokens: number, sequences: number): PoolSize[] {
  const contexts = [contextTokens];
  for (let half = contextTokens / 2; half > leastContext; half /= 2) contexts.push(Math.floor(half));
  if (contextTokens > leastContext) contexts.push(leastContext);
  const sizes: PoolSize[] = [];
  for (let count = sequences; count > leastSequences; count--)
    sizes.push({ contextTokens, sequences: count });
  for (const fewer of leastSequences <= sequences ? [leastSequences, 1] : [1]) {
    sizes.push(...contexts.map((context) => ({ contextTokens: context, sequences: fewer })));
  }
  return sizes;
}

/**
 * How many sequences are wished for: as many as the limit allows, or else four within an eighth of the machine's memory
 * (two at least); never more than eight.
 */
function wishedSequences(
  shape: ModelShape,
  contextTokens: number,
  { kvLimitBytes }: MemoryWish,
  { totalBytes }: Memory,
): number {
  const sequenceBytes = estimateMemory(shape, contextTokens, 1).kv;
  // A file may not say its sizes; llama.cpp then finds out whether there is room.
  if (sequenceBytes === 0) return 1;
  if (kvLimitBytes === 0) {
    const automatic = Math.floor((totalBytes * automaticShare) / sequenceBytes);
    return Math.max(leastSequences, Math.min(automaticSequences, automatic));
  }
  const allowed = Math.floor(kvLimitBytes / sequenceBytes);
  if (allowed >= 1) return Math.min(mostSequences, allowed);
  throw new HearthError(
    'memory-insufficient',
    `One context of ${contextTokens} tokens takes ${Math.ceil(sequenceBytes / megabyte)} MB, and ` +
      `hearth.kv.megabytes allows ${Math.floor(kvLimitBytes / megabyte)} MB. Raise it, or lower ` +
      'hearth.model.contextTokens.',
  );
}

/** What a user reads where a model does not fit. `instead`: a smaller one that does, in a few words. */
export function describeNoFit(
  name: string,
  { least, usableBytes }: NoFit,
  instead: string | undefined,
): string {
  const parts =
    `${megabytes(least.weights)} of weights, ${megabytes(least.kv)} for one place of its context, ` +
    `${megabytes(least.compute + least.process)} of buffers and the process itself`;
  const choose = instead === undefined ? 'choose a smaller model' : `choose ${instead}`;
  return (
    `${name} takes ${megabytes(least.total)} of memory at the least (${parts}), and ${megabytes(usableBytes)} may be used ` +
    `of what is free. Close other programs, or ${choose} with Hearth: Choose Model.`
  );
}

function megabytes(bytes: number): string {
  return `${new Intl.NumberFormat('en-US').format(Math.ceil(bytes / megabyte))} MB`;
}
