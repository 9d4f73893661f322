import { writeFile } from 'node:fs/promises';
import type { SnapshotHeader } from '../../../../../src/engine/host/snapshots/header';
import type { SnapshotKey } from '../../../../../src/engine/host/snapshots/snapshotKey';
import {
  type PlaceToSave,
  SnapshotStore,
  type SnapshotStoreOptions,
} from '../../../../../src/engine/host/snapshots/snapshotStore';

/** A placement as a store may be given one. */
export interface TestPlacement {
  readonly head: string;
}

export function parseTestPlacement(value: unknown): TestPlacement | undefined {
  const { head } = (value ?? {}) as { head?: unknown };
  return typeof head === 'string' ? { head } : undefined;
}

export const testKey: SnapshotKey = {
  modelHash: 'ab'.repeat(32),
  engineBuild: 'node-llama-cpp 3.22.1, llama.cpp b1',
  contextTokens: 4096,
  batchTokens: 128,
  flashAttention: 'auto',
  keyType: 'F16',
  valueType: 'F16',
  backEnd: 'cpu',
  layout: 'anchored',
};

export const stateBytes = 50_000;

export function openStore(
  folder: string,
  options: Partial<SnapshotStoreOptions<TestPlacement>> = {},
): Promise<SnapshotStore<TestPlacement>> {
  return SnapshotStore.open(folder, {
    maxBytes: 10_000_000,
    key: testKey,
    parsePlacement: parseTestPlacement,
    ...options,
  });
}

/** Tokens of a place; other seeds share none. */
export function tokensOf(seed: number, length = 400): number[] {
  return Array.from({ length }, (_, index) => seed * 10_000 + index);
}

/** A place that is worth saving. */
export function placeToSave(
  seed: number,
  place: Partial<PlaceToSave<TestPlacement>> = {},
): PlaceToSave<TestPlacement> {
  return {
    document: 'file:///a.ts',
    placement: { head: `let x = ${seed}; // é` },
    tokens: tokensOf(seed),
    recomputeMs: 4000,
    expectedBytes: stateBytes,
    ...place,
  };
}

/** Bytes that stand for a KV state. */
export function stateOf(seed: number, length = stateBytes): Buffer {
  return Buffer.alloc(length, `state ${seed} `);
}

/** Writes them as llama.cpp writes its own: into the file that is there, or a new one. */
export function writerOf(state: Buffer): (path: string) => Promise<number> {
  return async (path) => {
    await writeFile(path, state);
    return state.length;
  };
}

export function headerOf(
  changes: Partial<SnapshotHeader<TestPlacement>> = {},
): SnapshotHeader<TestPlacement> {
  return {
    keyDigest: 'cd'.repeat(32),
    document: 'file:///a.ts',
    placement: { head: 'let x; // é' },
    tokens: [1, -2, 3_000_000],
    recomputeMs: 1234.5,
    createdAt: 1000,
    lastUsedAt: 2000,
    usedAt: 3.5,
    stateBytes: 70,
    stateChecksum: 0xffffffff,
    ...changes,
  };
}
