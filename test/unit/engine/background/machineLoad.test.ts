import { beforeEach, describe, expect, test } from 'vitest';
import {
  type CpuSample,
  MachineLoad,
  processCpuMs,
} from '../../../../src/engine/host/background/machineLoad';
import { FakeClock } from '../../../support/fakeClock';

/** Two cores whose times a test moves on. */
class TwoCores {
  #busyMs = 123_000;
  #totalMs = 456_000;
  #ownMs = 7_000;
  samples = 0;

  readonly sample = (): CpuSample => {
    this.samples++;
    return { busyMs: this.#busyMs, totalMs: this.#totalMs, ownMs: this.#ownMs };
  };

  pass(ms: number, { others, own }: { readonly others: number; readonly own: number }): void {
    this.#totalMs += 2 * ms;
    this.#busyMs += others + own;
    this.#ownMs += own;
  }
}

let clock: FakeClock;
let cores: TwoCores;
let load: MachineLoad;

beforeEach(() => {
  clock = new FakeClock();
  cores = new TwoCores();
  load = new MachineLoad(clock, cores.sample);
});

async function pass(ms: number, use: { readonly others: number; readonly own: number }): Promise<number> {
  cores.pass(ms, use);
  await clock.advance(ms);
  return load.othersShare();
}

describe('the share of others', () => {
  test('is that of the time since it was last asked, without our own', async () => {
    expect(load.othersShare()).toBe(0);
    expect(await pass(3_000, { others: 1_500, own: 4_500 })).toBe(0.25);
    expect(await pass(3_000, { others: 6_000, own: 0 })).toBe(1);
    expect(await pass(3_000, { others: 0, own: 3_000 })).toBe(0);
  });

  test('stays for two seconds, and the system is not asked', async () => {
    await pass(2_000, { others: 4_000, own: 0 });
    const { samples } = cores;
    expect(await pass(1_999, { others: 0, own: 0 })).toBe(1);
    expect(cores.samples).toBe(samples);
    expect(await pass(1, { others: 0, own: 0 })).toBe(0);
  });

  test('is within 0 and 1 though the system counts in steps', async () => {
    expect(await pass(2_000, { others: -10, own: 2_000 })).toBe(0);
    expect(await pass(2_000, { others: 4_010, own: 0 })).toBe(1);
  });

  test('is 0 where the system does not tell, and where a core went', async () => {
    expect(await pass(0, { others: 0, own: 0 })).toBe(0);
    cores.pass(-50_000, { others: -30_000, own: 0 });
    expect(await pass(2_000, { others: 2_000, own: 0 })).toBe(0);
    expect(await pass(2_000, { others: 2_000, own: 0 })).toBe(0.5);
  });
});

test('reads this machine: what this process uses is not of others', async () => {
  const real = new MachineLoad(clock);
  const start = processCpuMs();
  while (processCpuMs() - start < 100);
  await clock.advance(2_000);
  const share = real.othersShare();
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
});
