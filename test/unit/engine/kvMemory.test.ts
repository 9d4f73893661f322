import { describe, expect, test } from 'vitest';
import { poolSize } from '../../../src/engine/host/kvMemory';

const megabyte = 1024 * 1024;

/** Sizes in megabytes: a context of 70, and a machine with 16 GB of which half is free. */
function size(limit: number, { sequence = 70, total = 16_384, free = 8_192 } = {}): number {
  return poolSize({
    model: 'a.gguf',
    sequenceBytes: sequence * megabyte,
    limitBytes: limit * megabyte,
    totalBytes: total * megabyte,
    freeBytes: free * megabyte,
  });
}

describe('the number of sequences', () => {
  test.each([
    ['four where the machine has room', () => size(0), 4],
    ['two at least where it has little', () => size(0, { total: 1_024 }), 2],
    ['fewer where little is free', () => size(0, { free: 300 }), 2],
    ['one where half of the free memory holds no more', () => size(0, { free: 200 }), 1],
    ['what the setting allows', () => size(220), 3],
    ['never more than eight', () => size(10_000), 8],
    ['one where the setting allows one', () => size(70), 1],
    ['within what is free, whatever the setting says', () => size(10_000, { free: 500 }), 3],
    ['one where the model does not say its sizes', () => size(0, { sequence: NaN }), 1],
  ])('is %s', (_, count, expected) => {
    expect(count()).toBe(expected);
  });

  test('is refused with the figures where not one fits the setting', () => {
    expect(() => size(64)).toThrow(
      'One context of a.gguf takes 70 MB, and hearth.kv.megabytes allows 64 MB. Raise it, or lower hearth.model.contextTokens.',
    );
  });

  test('is refused with the figures where not one fits the free memory', () => {
    expect(() => size(0, { free: 100 })).toThrow(/takes 70 MB, and 100 MB are free.*Close other programs/);
  });
});
