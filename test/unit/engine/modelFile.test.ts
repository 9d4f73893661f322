import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findHeaderFault } from '../../../src/engine/host/ggufHeader';
import { checkModelFile } from '../../../src/engine/host/modelFile';
import { tinyModel } from '../../support/engineUnderTest';
import { damaged } from '../../support/ggufDamage';

let folder: string;
let good: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-header-'));
  good = await readFile(tinyModel);
});
afterAll(async () => rm(folder, { recursive: true }));

async function faultOf(content: Buffer): Promise<string | undefined> {
  const path = join(folder, 'model.gguf');
  await writeFile(path, content);
  const file = await open(path, 'r');
  try {
    return await findHeaderFault(file, content.length);
  } finally {
    await file.close();
  }
}

/** The good model with a 64-bit number at a place of its header. */
function withNumber(offset: number, value: bigint): Buffer {
  const copy = Buffer.from(good);
  copy.writeBigUInt64LE(value, offset);
  return copy;
}

describe('the header of a model', () => {
  test('that is whole has no fault', async () => {
    expect(await checkModelFile(tinyModel)).toBe(good.length);
  });

  test.each([
    ['number of tensors', 8],
    ['number of entries', 16],
    ['length of the first key', 24],
  ])('has a fault when the %s is damaged', async (_, offset) => {
    for (const value of [15_400_000n, 2n ** 40n, 2n ** 64n - 1n]) {
      expect(await faultOf(withNumber(offset, value)), String(value)).toMatch(
        /^has .* at byte \d+ of its header$/,
      );
    }
  });

  test('has a fault wherever it is cut', async () => {
    for (const length of [8, 23, 24, 40, 1_000, 100_000, 266_000]) {
      expect(await faultOf(good.subarray(0, length)), String(length)).toMatch(/no room/);
    }
  });

  test('is walked over in no time, whatever its bytes', async () => {
    for (let seed = 0; seed < 100; seed++) {
      const start = performance.now();
      await faultOf(damaged(good, seed));
      expect(performance.now() - start, `seed ${seed}`).toBeLessThan(2_000);
    }
  });
});
