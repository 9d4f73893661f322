import { expect, test } from 'vitest';
import { TypingRhythm } from '../../../src/completion/rhythm';
import { FakeClock } from '../../support/fakeClock';

async function gapAfter(...gaps: readonly number[]): Promise<number> {
  const clock = new FakeClock();
  const rhythm = new TypingRhythm(clock);
  rhythm.key();
  for (const gap of gaps) {
    await clock.advance(gap);
    rhythm.key();
  }
  return rhythm.gapMs;
}

test('is that of 60 words a minute until keys were pressed', async () => {
  expect(await gapAfter()).toBe(200);
});

test('is the median gap; a pause says nothing', async () => {
  expect(await gapAfter(100, 90, 300)).toBe(100);
  expect(await gapAfter(100, 5_000, 90, 60_000, 300)).toBe(100);
});

test('follows the user: the last fifteen gaps count', async () => {
  const slow = Array.from({ length: 40 }, () => 400);
  const fast = Array.from({ length: 8 }, () => 50);
  expect(await gapAfter(...slow)).toBe(400);
  expect(await gapAfter(...slow, ...fast)).toBe(50);
});
