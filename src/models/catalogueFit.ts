import { type CatalogueEntry, catalogue } from './catalogue';
import { type Memory, type MemoryWish, planMemory } from './fit';
import type { ModelShape } from './modelFacts';

/** The share of a model's weights that is only looked up is small in models worth offering, so all count as active. */
export function shapeOfEntry({ bytes, shape }: CatalogueEntry): ModelShape {
  const { layers, kvHeads, headWidth, vocabulary, trainedContext, repackedShare, fiveBitShare } = shape;
  const repackedBytes = bytes * (process.arch.startsWith('arm') ? 1 : repackedShare);
  const kvBytesPerToken = layers * kvHeads * 2 * headWidth * 2;
  return {
    weightBytes: bytes,
    repackedBytes,
    activeBytes: bytes,
    fiveBitBytes: bytes * fiveBitShare,
    kvBytesPerToken,
    vocabulary,
    trainedContext,
  };
}

/** The largest model of the catalogue that takes less than `belowBytes` for its weights and fits; for a hint. */
export function largestFitting(
  wish: MemoryWish,
  memory: Memory,
  belowBytes = Infinity,
): CatalogueEntry | undefined {
  return catalogue
    .filter(
      (entry) => entry.bytes < belowBytes && 'estimate' in planMemory(shapeOfEntry(entry), wish, memory),
    )
    .toSorted((a, b) => b.bytes - a.bytes)[0];
}
