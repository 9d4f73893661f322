import { describe, expect, test } from 'vitest';
import { freeOnMac, machineMemory } from '../../../src/base/freeMemory';

const output = `Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                                5000.
Pages active:                            400000.
Pages inactive:                          300000.
Pages speculative:                         2000.
Pages throttled:                              0.
Pages wired down:                        150000.
Pages purgeable:                           3000.
"Translation faults":                1234567890.
`;

describe('free memory', () => {
  test('on a Mac counts what is given back when asked for', () => {
    expect(freeOnMac(output)).toBe((5000 + 300_000 + 2000 + 3000) * 16_384);
  });

  test('is not made up from something else', () => {
    expect(freeOnMac('')).toBeUndefined();
    expect(freeOnMac(output.replace('Pages inactive', 'Pages idle'))).toBeUndefined();
  });

  test('here is some, and not more than there is', async () => {
    const { freeBytes, totalBytes } = await machineMemory();
    expect(freeBytes).toBeGreaterThan(10_000_000);
    expect(freeBytes).toBeLessThanOrEqual(totalBytes);
  });
});
