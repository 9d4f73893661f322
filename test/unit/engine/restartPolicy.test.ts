import { describe, expect, test } from 'vitest';
import { RestartPolicy } from '../../../src/engine/restartPolicy';

function crashedAt(...times: number[]): RestartPolicy {
  const policy = new RestartPolicy();
  for (const time of times) policy.crashed(time);
  return policy;
}

describe('the back-off', () => {
  test.each([
    ['none without a crash', [], 0, 0],
    ['short after one', [0], 0, 200],
    ['twice as long after two', [0, 0], 0, 400],
    ['twice as long again after three', [0, 0, 0], 0, 800],
    ['twice as long again after four', [0, 0, 0, 0], 0, 1_600],
    ['less the time that has passed', [1_000], 1_150, 50],
    ['over when its time has passed', [1_000], 9_000, 0],
    ['counted from the last crash', [0, 1_000], 1_000, 400],
  ])('is %s', (_, crashes, now, delay) => {
    expect(crashedAt(...crashes).delay(now)).toBe(delay);
  });

  test('has a longest', () => {
    expect(crashedAt(...Array<number>(12).fill(0)).delay(0)).toBe(5_000);
  });

  test('begins anew when the crashes before are long past', () => {
    expect(crashedAt(0, 0, 0, 0, 180_000).delay(180_000)).toBe(200);
  });
});

describe('exhaustion', () => {
  test('comes with the fifth crash in three minutes', () => {
    expect(crashedAt(0, 1, 2, 3).isExhausted).toBe(false);
    expect(crashedAt(0, 1, 2, 3, 179_999).isExhausted).toBe(true);
  });

  test('does not come with crashes that are far apart', () => {
    expect(crashedAt(0, 60_000, 120_000, 180_000, 240_000, 300_000).isExhausted).toBe(false);
  });

  test('stays until it is forgotten', () => {
    const policy = crashedAt(0, 0, 0, 0, 0);
    expect(policy.delay(1_000_000)).toBe(0);
    expect(policy.isExhausted).toBe(true);
    policy.reset();
    expect(policy.isExhausted).toBe(false);
    expect(policy.delay(0)).toBe(0);
  });
});
