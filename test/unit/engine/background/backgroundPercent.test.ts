import { describe, expect, test } from 'vitest';
import { backgroundPercent } from '../../../../src/engine/host/background/backgroundPercent';

describe('backgroundPercent', () => {
  test.each([
    ['mains, a free machine', 20, false, 0, 20],
    ['mains, half of the CPU used by others', 20, false, 0.5, 20],
    ['mains, a busy machine', 20, false, 0.9, 2],
    ['mains, a full machine', 20, false, 1, 2],
    ['battery, a free machine', 20, true, 0, 10],
    ['battery, a full machine', 20, true, 1, 1],
    ['all of the machine', 100, false, 0, 100],
  ])('%s', (_, setting, isOnBattery, othersShare, expected) => {
    expect(backgroundPercent(setting, isOnBattery, othersShare)).toBeCloseTo(expected);
  });

  test('falls as others use more, is lower on battery, and is 0 for the setting 0 only', () => {
    for (let share = 0; share < 1; share += 0.01) {
      const [now, later] = [share, share + 0.01].map((others) => backgroundPercent(20, false, others));
      expect(later).toBeLessThanOrEqual(now ?? NaN);
      expect(backgroundPercent(20, true, share)).toBeLessThan(now ?? NaN);
      expect(backgroundPercent(1, true, share)).toBeGreaterThan(0);
      expect(backgroundPercent(0, false, share)).toBe(0);
    }
  });
});
