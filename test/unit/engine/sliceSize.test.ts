import { describe, expect, test } from 'vitest';
import { MeasuredSliceSize, mostSliceTokens, sliceMs } from '../../../src/engine/host/sliceSize';
import { FakeClock } from '../../support/fakeClock';

/** A computer that evaluates tokens at a speed, and the slices that it is given. */
class Computer {
  readonly clock = new FakeClock();
  readonly size = new MeasuredSliceSize(this.clock);

  constructor(public msPerToken: number) {}

  /** Runs slices of the chosen size; gives their times in ms. */
  async slices(count: number): Promise<number[]> {
    const times: number[] = [];
    for (let slice = 0; slice < count; slice++) {
      const tokens = this.size.tokens;
      times.push(tokens * this.msPerToken);
      await this.run(tokens);
    }
    return times;
  }

  run(tokens: number): Promise<void> {
    return this.size.timed(tokens, () => this.clock.advance(tokens * this.msPerToken));
  }
}

describe('the size of a slice', () => {
  test('is small before anything was measured', () => {
    expect(new Computer(1).size.tokens).toBeLessThanOrEqual(8);
  });

  test.each([
    ['fast', 1, 50],
    ['of today', 2, 25],
    ['slow', 10, 5],
  ])('fills its time on a computer that is %s', async (_, msPerToken, tokens) => {
    const computer = new Computer(msPerToken);
    // The first slice is a guess.
    const [, ...times] = await computer.slices(20);
    expect(Math.max(...times)).toBeLessThanOrEqual(sliceMs);
    expect(computer.size.tokens).toBeGreaterThanOrEqual(tokens - 1);
    expect(computer.size.tokens).toBeLessThanOrEqual(tokens);
  });

  test('is never larger than what is computed alike to the last bit', async () => {
    const computer = new Computer(0.001);
    await computer.slices(20);
    expect(computer.size.tokens).toBe(mostSliceTokens);
  });

  test('is one token where even one takes longer than a slice may', async () => {
    const computer = new Computer(200);
    await computer.slices(10);
    expect(computer.size.tokens).toBe(1);
  });

  test('shrinks after one slow slice', async () => {
    const computer = new Computer(1);
    await computer.slices(20);
    computer.msPerToken = 5;
    const [late = 0, ...times] = await computer.slices(10);
    expect(late).toBeGreaterThan(sliceMs);
    expect(Math.max(...times)).toBeLessThanOrEqual(sliceMs);
  });

  test('grows again from one token when the computer recovers', async () => {
    const computer = new Computer(200);
    await computer.slices(10);
    computer.msPerToken = 1;
    await computer.slices(20);
    expect(computer.size.tokens).toBeGreaterThan(40);
  });

  test('does not follow the tails of typing, which say little of speed', async () => {
    const computer = new Computer(1);
    await computer.slices(20);
    const { tokens } = computer.size;
    computer.msPerToken = 30;
    await computer.run(1);
    await computer.run(3);
    expect(computer.size.tokens).toBe(tokens);
  });

  test('stays as it was when a slice fails', async () => {
    const { clock, size } = new Computer(1);
    const before = size.tokens;
    await expect(
      size.timed(50, async () => {
        await clock.advance(5_000);
        throw new Error('no room');
      }),
    ).rejects.toThrow('no room');
    expect(size.tokens).toBe(before);
  });
});
