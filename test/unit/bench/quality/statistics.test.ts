import { describe, expect, it } from 'vitest';
import { estimate } from '../../../../bench/quality/statistics';
import { seededRandom } from '../../../support/random';

const alone = (values: readonly number[]): { group: string; value: number }[] =>
  values.map((value, index) => ({ group: String(index), value }));

describe('estimate', () => {
  it('is the textbook interval of a mean where each observation stands alone', () => {
    const values = [1, 0, 0, 1, 1, 0, 1, 1];
    const n = values.length;
    const mean = 5 / 8;
    const deviation = Math.sqrt((5 * (1 - mean) ** 2 + 3 * mean ** 2) / (n - 1));
    const { mean: found, halfWidth } = estimate(alone(values));
    expect(found).toBeCloseTo(mean, 12);
    expect(halfWidth).toBeCloseTo(1.959964 * (deviation / Math.sqrt(n)), 12);
  });

  it('takes a group of equal observations for one', () => {
    const values = [1, 0, 0, 1, 1, 0, 1, 1];
    const thrice = alone(values).flatMap((observation) => [observation, observation, observation]);
    expect(estimate(thrice).mean).toBeCloseTo(estimate(alone(values)).mean, 12);
    expect(estimate(thrice).halfWidth).toBeCloseTo(estimate(alone(values)).halfWidth, 12);
  });

  it('says nothing of the spread of one group', () => {
    expect(estimate([{ group: 'a', value: 1 }])).toEqual({ mean: 1, halfWidth: NaN });
  });

  it('holds the true mean in about 95 % of samples', () => {
    const random = seededRandom(5);
    const truth = 0.3;
    const samples = Array.from({ length: 400 }, () =>
      estimate(alone(Array.from({ length: 200 }, () => (random() < truth ? 1 : 0)))),
    );
    const held = samples.filter(({ mean, halfWidth }) => Math.abs(mean - truth) <= halfWidth).length;
    expect(held / samples.length).toBeGreaterThan(0.91);
    expect(held / samples.length).toBeLessThan(0.985);
  });
});
