import { describe, expect, test } from 'vitest';
import { CpuMeter } from '../../../src/engine/host/cpuMeter';
import { FakeClock } from '../../support/fakeClock';

/** A process that computes when it is told to. */
class Process {
  readonly clock = new FakeClock();
  seconds = 5;
  readonly meter = new CpuMeter(this.clock, () => this.seconds);

  async rest(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  async compute(ms: number, threads = 1): Promise<void> {
    this.meter.note();
    await this.clock.advance(ms);
    this.seconds += (ms / 1_000) * threads;
    this.meter.note();
  }
}

describe('CPU seconds in the last minute', () => {
  test('are none before anything was computed', async () => {
    const process = new Process();
    await process.rest(90_000);
    expect(process.meter.secondsInLastMinute()).toBe(0);
    expect(process.meter.seconds).toBe(5);
  });

  test('are those of all threads, and leave the minute again', async () => {
    const process = new Process();
    await process.rest(10_000);
    await process.compute(4_000, 3);
    expect(process.meter.secondsInLastMinute()).toBeCloseTo(12);
    await process.rest(55_000);
    expect(process.meter.secondsInLastMinute()).toBeCloseTo(12);
    await process.rest(3_000);
    expect(process.meter.secondsInLastMinute()).toBeCloseTo(6);
    await process.rest(10_000);
    expect(process.meter.secondsInLastMinute()).toBeCloseTo(0);
  });

  test('of much short work are right within half a second of it, and few readings are kept', async () => {
    const process = new Process();
    for (let work = 0; work < 3_000; work++) {
      await process.compute(20);
      await process.rest(30);
    }
    expect(process.meter.secondsInLastMinute()).toBeGreaterThan(23.5);
    expect(process.meter.secondsInLastMinute()).toBeLessThan(24.5);
  });
});
