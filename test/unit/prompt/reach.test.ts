import { expect, test } from 'vitest';
import { reachOf } from '../../../src/prompt/reach';

test('a larger context than the shipped one is used in proportion, and a smaller one changes nothing', () => {
  expect(reachOf(3072)).toBe(1);
  expect(reachOf(1024)).toBe(1);
  expect(reachOf(6144)).toBe(2);
  expect(reachOf(32_768)).toBeCloseTo(10.67, 2);
});
