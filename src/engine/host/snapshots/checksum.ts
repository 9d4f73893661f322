import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/**
 * Bytes read at a time: a fraction of a millisecond of summing, between which other work gets its turn. All that is
 * ever allocated for a state, whatever its size.
 */
const chunkBytes = 1024 * 1024;

/** CRC-32 (ISO 3309, as in zlib) of the pieces, one after another: against accidental damage, not against forgery. */
export function checksumOf(...pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => crc32(piece, sum), 0);
}

/** The checksum of the first `bytes` of a file; undefined where it ends before that. */
export async function checksumOfFile(file: FileHandle, bytes: number): Promise<number | undefined> {
  const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(bytes, 1)));
  let sum = 0;
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, bytes - at), at);
    if (bytesRead === 0) return undefined;
    sum = crc32(buffer.subarray(0, bytesRead), sum);
    at += bytesRead;
  }
  return sum;
}
