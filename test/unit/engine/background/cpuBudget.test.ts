import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { SystemClock } from '../../../../src/base/clock';
import { CpuBudget, windowMs } from '../../../../src/engine/host/background/cpuBudget';
import { processCpuMs } from '../../../../src/engine/host/background/machineLoad';
import { FakeClock } from '../../../support/fakeClock';
import { ManualWork } from '../../../support/manualWork';
import { CpuMeter } from './support/meteredWork';

let clock: FakeClock;
let meter: CpuMeter;
let allowedMs: number;
let budget: CpuBudget;

beforeEach(() => {
  clock = new FakeClock();
  meter = new CpuMeter();
  allowedMs = 1_000;
  budget = new CpuBudget({ clock, cpuMs: () => meter.cpuMs, allowedMs: () => allowedMs });
});

describe('what is left', () => {
  test('allows work until all of it is used', () => {
    budget.charge(999);
    expect(budget.waitMs()).toBe(0);
    budget.charge(1);
    expect(budget.waitMs()).toBeGreaterThan(0);
  });

  test('comes back a window after it was used, as much as was used then', async () => {
    budget.charge(600);
    await clock.advance(10_000);
    budget.charge(600);
    await clock.advance(windowMs - 15_000);
    expect(budget.waitMs()).toBe(5_000);
    await clock.advance(4_999);
    expect(budget.waitMs()).toBe(1);
    await clock.advance(1);
    expect(budget.waitMs()).toBe(0);
    budget.charge(400);
    expect(budget.waitMs(), 'the second charge still counts').toBe(10_000);
  });

  test('is asked for again before it comes back, because more may be allowed by then', async () => {
    budget.charge(1_000);
    expect(budget.waitMs()).toBe(10_000);
    allowedMs = 1_001;
    expect(budget.waitMs()).toBe(0);
    allowedMs = 500;
    await clock.advance(windowMs - 1);
    expect(budget.waitMs()).toBe(1);
  });

  test('is never there where nothing is allowed', async () => {
    allowedMs = 0;
    expect(budget.waitMs()).toBe(Infinity);
    await clock.advance(10 * windowMs);
    expect(budget.waitMs()).toBe(Infinity);
  });
});

describe('a piece of work', () => {
  test('is charged what the process used meanwhile, and nothing else is', async () => {
    meter.cpuMs += 5_000;
    await budget.measured(() => Promise.resolve((meter.cpuMs += 999)));
    meter.cpuMs += 5_000;
    expect(budget.waitMs()).toBe(0);
    await budget.measured(() => Promise.resolve((meter.cpuMs += 1)));
    expect(budget.waitMs()).toBeGreaterThan(0);
  });

  test('that fails is charged, and says why', async () => {
    const failing = budget.measured(() => {
      meter.cpuMs += 1_000;
      return Promise.reject(new Error('no room'));
    });
    await expect(failing).rejects.toThrow('no room');
    expect(budget.waitMs()).toBeGreaterThan(0);
  });

  test('counts while it runs, and once in the end', async () => {
    const piece = new ManualWork('done');
    const done = budget.measured(piece.run);
    meter.cpuMs += 700;
    expect(budget.waitMs()).toBe(0);
    meter.cpuMs += 299;
    expect(budget.waitMs()).toBe(0);
    piece.end();
    expect(await done).toBe('done');
    expect(budget.waitMs()).toBe(0);
    budget.charge(1);
    expect(budget.waitMs()).toBeGreaterThan(0);
  });

  test('that overlaps another is not charged twice', async () => {
    const [long, short] = [new ManualWork('long'), new ManualWork('short')];
    const first = budget.measured(long.run);
    meter.cpuMs += 300;
    const second = budget.measured(short.run);
    meter.cpuMs += 300;
    short.end();
    await second;
    meter.cpuMs += 399;
    long.end();
    await first;
    expect(budget.waitMs()).toBe(0);
    budget.charge(1);
    expect(budget.waitMs()).toBeGreaterThan(0);
  });
});

test('the CPU time of other threads of the process counts', async () => {
  const real = new CpuBudget({ clock: new SystemClock(), cpuMs: processCpuMs, allowedMs: () => 40 });
  const derive = promisify(pbkdf2);
  await real.measured(() => derive('password', 'salt', 200_000, 64, 'sha512'));
  expect(real.waitMs()).toBeGreaterThan(0);
});
