import { describe, expect, test } from 'vitest';
import {
  bestFollowing,
  type Evictable,
  EvictionClock,
  type FollowingOffer,
  planPrompt,
} from '../../../src/engine/host/kvPlan';

describe('planPrompt', () => {
  test.each([
    ['nothing cached', 0, 10, { keep: 0, append: 10 }],
    ['a part cached', 7, 10, { keep: 7, append: 3 }],
    ['all but one cached', 9, 10, { keep: 9, append: 1 }],
    ['all cached: the last is evaluated again', 10, 10, { keep: 9, append: 1 }],
    ['a prompt of one token', 1, 1, { keep: 0, append: 1 }],
  ])('%s', (_, common, wanted, plan) => {
    expect(planPrompt(common, wanted)).toEqual(plan);
  });
});

function offer(append: number, other: Partial<FollowingOffer> = {}): FollowingOffer {
  return { append, wantsRenewal: false, stale: 0, ...other };
}

describe('the sequence that answers', () => {
  test.each([
    ['is the one with least to evaluate', [offer(300), offer(3), offer(40)], 1],
    ['may want renewal where the new one lags', [offer(3, { wantsRenewal: true }), offer(40)], 0],
    ['is what was prepared where that costs little more', [offer(3, { wantsRenewal: true }), offer(9)], 1],
    ['may be stale where the new one costs a slice', [offer(1, { stale: 30 }), offer(60)], 0],
    ['is not the stale one where the new one is nearly ready', [offer(1, { stale: 30 }), offer(20)], 1],
    ['is the only one', [offer(900)], 0],
  ])('%s', (_, offers, chosen) => {
    expect(bestFollowing(offers)).toBe(offers[chosen]);
    expect(bestFollowing(offers.toReversed())).toBe(offers[chosen]);
  });

  test('of none is none', () => {
    expect(bestFollowing<FollowingOffer>([])).toBeUndefined();
  });
});

describe('the place to give up', () => {
  test('is the one that costs least to have again, of those used alike', () => {
    const places = [
      { tokens: 900, usedAt: 0 },
      { tokens: 300, usedAt: 0 },
      { tokens: 600, usedAt: 0 },
    ];
    expect(new EvictionClock().leastWorth(places)).toBe(places[1]);
  });

  test('is a dear one at last, when it is not used and others come and go', () => {
    const clock = new EvictionClock();
    const unused = { tokens: 900, usedAt: clock.now };
    for (let visits = 0; visits < 4; visits++) {
      const visited = { tokens: 300, usedAt: clock.now };
      if (clock.leastWorth([unused, visited]) === unused) return;
      clock.gaveUp(visited);
    }
    throw new Error('A place that nobody comes back to was kept forever.');
  });

  test('is one that was replaced, whatever it costs', () => {
    const places = [
      { tokens: 10, usedAt: 0 },
      { tokens: 2_000, usedAt: -Infinity },
    ];
    expect(new EvictionClock().leastWorth(places)).toBe(places[1]);
  });

  test('of none is none', () => {
    const none: readonly Evictable[] = [];
    expect(new EvictionClock().leastWorth(none)).toBeUndefined();
  });
});
