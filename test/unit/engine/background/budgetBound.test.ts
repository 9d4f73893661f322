import { describe, expect, test } from 'vitest';
import { backgroundPercent } from '../../../../src/engine/host/background/backgroundPercent';
import { CpuBudget, windowMs } from '../../../../src/engine/host/background/cpuBudget';
import { Scheduler } from '../../../../src/engine/host/scheduler';
import { FakeClock } from '../../../support/fakeClock';
import { seededRandom } from '../../../support/random';
import { type Cost, CpuMeter, MeteredWork, mostInWindow, usedBefore } from './support/meteredWork';

const cores = 2;
const never = new AbortController().signal;

/** A scheduler whose background work has no end, on a machine that a test sets. */
function busyEngine(setting: number, cost: () => Cost) {
  const clock = new FakeClock();
  const meter = new CpuMeter();
  const machine = { isOnBattery: false, othersShare: 0 };
  const allowedMs = (): number =>
    (backgroundPercent(setting, machine.isOnBattery, machine.othersShare) / 100) * windowMs * cores;
  const budget = new CpuBudget({ clock, cpuMs: () => meter.cpuMs, allowedMs });
  const scheduler = new Scheduler(clock, () => budget);
  const work = new MeteredWork(clock, meter, cost);
  return { clock, meter, machine, budget, scheduler, work };
}

const slice = { ms: 50, cpuMs: 95 };

describe('background work without an end', () => {
  test.each([
    ['mains', 20, { isOnBattery: false, othersShare: 0 }, 24_000],
    ['battery', 20, { isOnBattery: true, othersShare: 0 }, 12_000],
    ['a machine that others keep busy', 20, { isOnBattery: false, othersShare: 1 }, 2_400],
    ['the smallest setting', 1, { isOnBattery: true, othersShare: 1 }, 60],
    ['no budget', 0, { isOnBattery: false, othersShare: 0 }, 0],
  ])(
    'on %s uses what it may of every minute, and a slice more at most',
    async (_, setting, state, allowed) => {
      const { clock, machine, scheduler, work } = busyEngine(setting, () => slice);
      Object.assign(machine, state);
      scheduler.whenIdle(500, work, () => 8);
      await clock.advance(5 * windowMs);
      const most = mostInWindow(work.pieces, windowMs);
      expect(most).toBeGreaterThanOrEqual(allowed);
      expect(most).toBeLessThanOrEqual(allowed === 0 ? 0 : allowed + slice.cpuMs);
      const used = work.pieces.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
      expect(used, 'and goes on after each').toBeGreaterThanOrEqual(5 * allowed);
      expect(clock.pending, 'with one timer at most').toBeLessThanOrEqual(1);
    },
  );

  test('is bounded when the plug is pulled', async () => {
    const { clock, machine, scheduler, work } = busyEngine(20, () => slice);
    scheduler.whenIdle(0, work, () => 8);
    await clock.advance(1_000);
    machine.isOnBattery = true;
    await clock.advance(3 * windowMs);
    expect(mostInWindow(work.pieces, windowMs)).toBeLessThanOrEqual(12_000 + slice.cpuMs);
  });

  test('goes on within seconds when more is allowed again', async () => {
    const { clock, machine, scheduler, work } = busyEngine(20, () => slice);
    machine.othersShare = 1;
    scheduler.whenIdle(0, work, () => 8);
    await clock.advance(20_000);
    const before = work.pieces.length;
    machine.othersShare = 0;
    await clock.advance(11_000);
    expect(work.pieces.length).toBeGreaterThan(before);
  });
});

const dearestSlice = { ms: 80, cpuMs: 200 };
const dearestAnswer = { ms: 500, cpuMs: 600 };

/** One of many users: presses keys, walks away, pulls the plug, compiles; and answers are computed ahead of them. */
async function use(seed: number) {
  const random = seededRandom(seed);
  const upTo = ({ ms, cpuMs }: Cost) => ({ ms: random() * ms, cpuMs: random() * cpuMs });
  const setting = 1 + Math.floor(random() * 40);
  const { clock, meter, machine, budget, scheduler, work } = busyEngine(setting, () => upTo(dearestSlice));
  const ahead = new MeteredWork(clock, meter, () => upTo(dearestAnswer));
  const allowed = (): number =>
    backgroundPercent(setting, machine.isOnBattery, machine.othersShare) * 0.01 * windowMs * cores;
  /** What was allowed, in ms of CPU time, and since when. */
  const allowances = [{ since: 0, cpuMs: allowed() }];
  let longestWaitMs = 0;
  const press = async (): Promise<void> => {
    const askedAt = clock.now();
    await scheduler.foreground(() => {
      longestWaitMs = Math.max(longestWaitMs, clock.now() - askedAt);
      meter.cpuMs += random() * 400;
      return Promise.resolve();
    }, never);
    scheduler.whenIdle(random() * 500, work, () => 8);
  };
  let isAhead = false;
  const lookAhead = async (): Promise<void> => {
    if (isAhead) return;
    isAhead = true;
    await scheduler.exclusive(() =>
      budget.waitMs() > 0 ? Promise.resolve(0) : budget.measured(() => ahead.slice(1)),
    );
    isAhead = false;
  };
  const started: Promise<unknown>[] = [];
  for (let step = 0; step < 150; step++) {
    if (random() < 0.1) machine.isOnBattery = random() < 0.5;
    if (random() < 0.1) machine.othersShare = random();
    allowances.push({ since: clock.now(), cpuMs: allowed() });
    if (random() < 0.7) started.push(press());
    if (random() < 0.3) started.push(lookAhead());
    await clock.advance(random() < 0.1 ? random() * 60_000 : random() * 2_000);
  }
  scheduler.dispose();
  await clock.advance(windowMs);
  await Promise.all(started);
  const allowedAt = (now: number): number => allowances.findLast(({ since }) => since <= now)?.cpuMs ?? NaN;
  return { slices: work.pieces, answers: ahead.pieces, allowedAt, longestWaitMs };
}

describe('random users', () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  test.each(seeds)(
    '%i: each piece begins below what is allowed then; no key waits for more',
    async (seed) => {
      const { slices, answers, allowedAt, longestWaitMs } = await use(seed);
      expect(slices.length).toBeGreaterThan(10);
      const pieces = [...slices, ...answers];
      const tooEarly = pieces.filter(
        ({ startedAt }) => usedBefore(startedAt, pieces, windowMs) >= allowedAt(startedAt),
      );
      expect(tooEarly).toEqual([]);
      expect(longestWaitMs).toBeLessThanOrEqual(dearestSlice.ms + dearestAnswer.ms);
    },
  );
});
