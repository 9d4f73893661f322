import { createHash } from 'node:crypto';

/** All that a KV state depends on but its tokens: under another key, llama.cpp must not read it. */
export interface SnapshotKey {
  /** SHA-256 of the model's file; see `modelHash`. */
  readonly modelHash: string;
  /** Versions of node-llama-cpp and llama.cpp, and the build of the binary. */
  readonly engineBuild: string;
  readonly contextTokens: number;
  readonly batchTokens: number;
  readonly flashAttention: string;
  readonly keyType: string;
  readonly valueType: string;
  /** What computes: `cpu`, `metal`, `vulkan`, `cuda`. */
  readonly backEnd: string;
  /** Name of the layout in which prompts are laid. */
  readonly layout: string;
}

/** One text for one key: its fields as JSON in the order of their names. */
export function canonicalText(key: SnapshotKey): string {
  return JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 of the key's canonical text, in hexadecimal. */
export function digestOf(key: SnapshotKey): string {
  return createHash('sha256').update(canonicalText(key)).digest('hex');
}
