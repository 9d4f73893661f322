import { expect, test } from 'vitest';
import { mostTimePoints, timeBoundsMs, TimesToText } from '../../../src/completion/timesToText';
import { seededRandom } from '../../support/random';

test('a time is in the first bucket whose bound it does not exceed', () => {
  const times = new TimesToText();
  for (const ms of [0, 0.1, 0.11, 5_000, 5_001, 1e6]) times.add({ at: 0, ms, origin: 'warm' });
  const { warm, cache } = times.histograms();
  expect(warm).toMatchObject({ count: 6, sum: 1_010_001.21 });
  expect(warm.buckets).toHaveLength(timeBoundsMs.length + 1);
  expect([warm.buckets[0], warm.buckets[1], warm.buckets.at(-2), warm.buckets.at(-1)]).toEqual([2, 1, 1, 2]);
  expect(cache).toEqual({ count: 0, sum: 0, buckets: warm.buckets.map(() => 0) });
});

test('the buckets of any times add up to their count', () => {
  const times = new TimesToText();
  const random = seededRandom(3);
  for (let answer = 0; answer < 2_000; answer++)
    times.add({ at: answer, ms: 10 ** (random() * 6 - 2), origin: 'cold' });
  const { buckets, count } = times.histograms().cold;
  expect(count).toBe(2_000);
  expect(buckets.reduce((sum, each) => sum + each)).toBe(2_000);
});

test('over time: the last ones, in order', () => {
  const times = new TimesToText();
  expect(times.overTime()).toEqual([]);
  for (let at = 1; at <= 1_203; at++) times.add({ at, ms: at, origin: 'cache' });
  const moments = times.overTime().map(({ at }) => at);
  expect(moments).toEqual(
    Array.from({ length: mostTimePoints }, (_, index) => 1_203 - mostTimePoints + 1 + index),
  );
});
