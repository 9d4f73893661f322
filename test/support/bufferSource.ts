import type { ByteSource } from '../../src/models/gguf/headerReader';

/** A header in memory. */
export function bufferSource(bytes: Buffer): ByteSource {
  return {
    size: bytes.length,
    read: (into, at) => Promise.resolve(bytes.copy(into, 0, at)),
  };
}
