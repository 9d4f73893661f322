import { describe, expect, test } from 'vitest';
import { cheapest, forNewPlace, planPrompt, type SequenceOffer } from '../../../src/engine/host/kvPlan';

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

function offer(append: number, other: Partial<SequenceOffer> = {}): SequenceOffer {
  return { append, lost: 0, lastUsed: 0, middle: 0, ...other };
}

describe('the cheapest sequence', () => {
  test.each([
    ['is the one with least to evaluate', [offer(300), offer(3), offer(40)], 1],
    [
      'with a long middle if the difference is large',
      [offer(3, { middle: 4_000 }), offer(40, { middle: 10 })],
      0,
    ],
    [
      'is the one with the shorter middle if they are close',
      [offer(3, { middle: 4_000 }), offer(9, { middle: 10 })],
      1,
    ],
    ['is the only one', [offer(900)], 0],
  ])('%s', (_, offers, chosen) => {
    expect(cheapest(offers)).toBe(offers[chosen]);
    expect(cheapest(offers.toReversed())).toBe(offers[chosen]);
  });

  test('of none is none', () => {
    expect(cheapest<SequenceOffer>([])).toBeUndefined();
  });
});

describe('the sequence for a new place', () => {
  test.each([
    ['has half of the prompt, even if it was used last', [offer(500, { lastUsed: 9 }), offer(1_000)], 0],
    ['has most of it', [offer(300), offer(100, { lastUsed: 9 })], 1],
    [
      'is the one unused for longest if none has half',
      [offer(501, { lastUsed: 9 }), offer(1_000, { lastUsed: 8 })],
      1,
    ],
    ['is one never used', [offer(1_000, { lastUsed: 1 }), offer(1_000)], 1],
  ])('%s', (_, offers, chosen) => {
    expect(forNewPlace(offers, 1_000)).toBe(offers[chosen]);
    expect(forNewPlace(offers.toReversed(), 1_000)).toBe(offers[chosen]);
  });

  test('of none is none', () => {
    expect(forNewPlace<SequenceOffer>([], 1_000)).toBeUndefined();
  });
});
