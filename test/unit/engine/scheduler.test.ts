import { beforeEach, describe, expect, test } from 'vitest';
import { isAbortError } from '../../../src/base/abort';
import { type BackgroundAllowance, UnlimitedAllowance } from '../../../src/engine/host/background/allowance';
import { type BackgroundWork, Scheduler } from '../../../src/engine/host/scheduler';
import { FakeClock, settlePromises } from '../../support/fakeClock';
import { ManualWork } from '../../support/manualWork';

const idleMs = 500;
const never = new AbortController().signal;

/** Background work of a number of tokens; each slice ends when the test says so. */
class ManualSlices implements BackgroundWork {
  readonly asked: number[] = [];
  #end: (() => void) | undefined;

  constructor(public left: number) {}

  get isRunning(): boolean {
    return this.#end !== undefined;
  }

  slice(maxTokens: number): Promise<number> {
    this.asked.push(maxTokens);
    const done = Math.min(maxTokens, this.left);
    this.left -= done;
    return new Promise((resolve) => {
      this.#end = () => resolve(done);
    });
  }

  async endSlice(): Promise<void> {
    const end = this.#end;
    this.#end = undefined;
    end?.();
    await settlePromises();
  }
}

/** Background work that is never held up. */
function instantWork(tokens: number): BackgroundWork & { left: number } {
  return {
    left: tokens,
    slice(maxTokens) {
      const done = Math.min(maxTokens, this.left);
      this.left -= done;
      return Promise.resolve(done);
    },
  };
}

/** Says what a test wants of it, and counts what ran under it. */
class ManualAllowance implements BackgroundAllowance {
  asked = 0;
  measuredPieces = 0;

  constructor(public wait: number) {}

  waitMs(): number {
    this.asked++;
    return this.wait;
  }

  measured<T>(work: () => Promise<T>): Promise<T> {
    this.measuredPieces++;
    return work();
  }
}

let clock: FakeClock;
let allowance: BackgroundAllowance;
let scheduler: Scheduler;

beforeEach(() => {
  clock = new FakeClock();
  allowance = new UnlimitedAllowance();
  scheduler = new Scheduler(clock, () => allowance);
});

describe('foreground requests', () => {
  test('run one after another, in order of arrival', async () => {
    const works = [new ManualWork('a'), new ManualWork('b'), new ManualWork('c')] as const;
    const results = works.map((work) => scheduler.foreground(work.run, never));
    await settlePromises();
    expect(works.map((work) => work.started)).toEqual([true, false, false]);
    works[1].end();
    await settlePromises();
    expect(works.map((work) => work.started)).toEqual([true, false, false]);
    works[0].end();
    await settlePromises();
    expect(works.map((work) => work.started)).toEqual([true, true, true]);
    works[2].end();
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c']);
  });

  test('that fail do not block the next', async () => {
    const failing = scheduler.foreground(() => Promise.reject(new Error('no room')), never);
    const next = scheduler.foreground(() => Promise.resolve('next'), never);
    await expect(failing).rejects.toThrow('no room');
    expect(await next).toBe('next');
  });

  test('that are aborted while they wait reject at once, and never start', async () => {
    const running = new ManualWork('running');
    const waiting = new ManualWork('waiting');
    const controller = new AbortController();
    const first = scheduler.foreground(running.run, never);
    const second = scheduler.foreground(waiting.run, controller.signal);
    controller.abort();
    await expect(second).rejects.toSatisfy(isAbortError);
    expect(running.ended).toBe(false);
    running.end();
    await first;
    await settlePromises();
    expect(waiting.started).toBe(false);
  });

  test('that are aborted before they come never start', async () => {
    const work = new ManualWork('late');
    await expect(scheduler.foreground(work.run, AbortSignal.abort())).rejects.toSatisfy(isAbortError);
    await settlePromises();
    expect(work.started).toBe(false);
  });

  test('that are aborted while they run keep their turn until they end', async () => {
    const running = new ManualWork('running');
    const controller = new AbortController();
    const first = scheduler.foreground(running.run, controller.signal);
    const next = new ManualWork('next');
    const second = scheduler.foreground(next.run, never);
    await settlePromises();
    controller.abort();
    await expect(first).rejects.toSatisfy(isAbortError);
    await settlePromises();
    expect(next.started).toBe(false);
    running.end();
    next.end();
    expect(await second).toBe('next');
  });
});

describe('background work in idle time', () => {
  test('begins after the idle delay, and not before', async () => {
    const work = instantWork(10);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs - 1);
    expect(work.left).toBe(10);
    await clock.advance(1);
    expect(work.left).toBe(0);
  });

  test('waits again for the whole delay after a request', async () => {
    const work = instantWork(10);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs - 1);
    await scheduler.foreground(() => Promise.resolve(), never);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs - 1);
    expect(work.left).toBe(10);
    await clock.advance(1);
    expect(work.left).toBe(0);
  });

  test('yields to a request between two slices', async () => {
    const work = new ManualSlices(100);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs);
    expect(work.isRunning).toBe(true);
    const request = new ManualWork('request');
    const answer = scheduler.foreground(request.run, never);
    await settlePromises();
    expect(request.started).toBe(false);
    await work.endSlice();
    expect(request.started).toBe(true);
    expect(work.asked).toEqual([4]);
    request.end();
    await answer;
    await clock.advance(idleMs * 2);
    expect(work.asked, 'nothing goes on by itself').toEqual([4]);
  });

  test('holds up no request by a slice that has not begun', async () => {
    const [before, request] = [new ManualWork('ahead'), new ManualWork('request')];
    const ahead = scheduler.exclusive(before.run);
    const work = new ManualSlices(100);
    scheduler.whenIdle(0, work, () => 4);
    await clock.advance(0);
    const answer = scheduler.foreground(request.run, never);
    before.end();
    await ahead;
    await settlePromises();
    expect(request.started).toBe(true);
    expect(work.asked).toEqual([]);
    request.end();
    await answer;
  });

  test('takes the size of each slice anew', async () => {
    const work = new ManualSlices(100);
    let tokens = 4;
    scheduler.whenIdle(idleMs, work, () => tokens++);
    await clock.advance(idleMs);
    await work.endSlice();
    await work.endSlice();
    expect(work.asked).toEqual([4, 5, 6]);
  });

  test('is given up for newer work', async () => {
    const [old, newer] = [new ManualSlices(100), instantWork(8)];
    scheduler.whenIdle(idleMs, old, () => 4);
    await clock.advance(idleMs);
    scheduler.whenIdle(idleMs, newer, () => 4);
    await old.endSlice();
    expect(old.asked).toEqual([4]);
    await clock.advance(idleMs);
    expect(newer.left).toBe(0);
  });

  test('that fails does not block the next request', async () => {
    scheduler.whenIdle(idleMs, { slice: () => Promise.reject(new Error('no room')) }, () => 4);
    await clock.advance(idleMs);
    expect(await scheduler.foreground(() => Promise.resolve('next'), never)).toBe('next');
  });

  test('does not begin once disposed', async () => {
    const work = instantWork(10);
    scheduler.whenIdle(idleMs, work, () => 4);
    scheduler.dispose();
    await clock.advance(idleMs * 2);
    expect(work.left).toBe(10);
    expect(clock.pending).toBe(0);
  });

  test('ends after the slice it is in when disposed', async () => {
    const work = new ManualSlices(100);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs);
    scheduler.dispose();
    await work.endSlice();
    expect(work.asked).toEqual([4]);
  });
});

describe('background work that is not allowed now', () => {
  let manual: ManualAllowance;

  beforeEach(() => {
    allowance = manual = new ManualAllowance(3_000);
  });

  test('waits as long as it must, asks again, and goes on', async () => {
    const work = instantWork(10);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs + 2_999);
    expect(work.left).toBe(10);
    expect(manual.asked, 'it sleeps meanwhile').toBe(1);
    manual.wait = 0;
    await clock.advance(1);
    expect(work.left).toBe(0);
    expect(clock.pending).toBe(0);
  });

  test('stops between two slices, each of which is measured', async () => {
    manual.wait = 0;
    const work = new ManualSlices(100);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs);
    await work.endSlice();
    manual.wait = 3_000;
    await work.endSlice();
    expect(work.asked).toEqual([4, 4]);
    expect(manual.measuredPieces).toBe(2);
    manual.wait = 0;
    await clock.advance(3_000);
    expect(work.asked).toEqual([4, 4, 4]);
  });

  test('delays no request, and waits for idle time again after one', async () => {
    const work = instantWork(10);
    scheduler.whenIdle(0, work, () => 4);
    await clock.advance(1_000);
    const request = new ManualWork('answer');
    const answer = scheduler.foreground(request.run, never);
    await settlePromises();
    expect(request.started).toBe(true);
    manual.wait = 0;
    await clock.advance(10_000);
    expect(work.left, 'nothing goes on beside a request').toBe(10);
    request.end();
    expect(await answer).toBe('answer');
    expect(manual.measuredPieces, 'a request is not charged').toBe(0);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs);
    expect(work.left).toBe(0);
  });

  test('asks in its turn: what ran before it may have used up what is left', async () => {
    manual.wait = 0;
    const before = new ManualWork('ahead');
    const ahead = scheduler.exclusive(before.run);
    const work = instantWork(10);
    scheduler.whenIdle(0, work, () => 4);
    await clock.advance(0);
    manual.wait = 3_000;
    before.end();
    await ahead;
    await settlePromises();
    expect(work.left).toBe(10);
  });

  test('is given up for newer work', async () => {
    const [old, newer] = [instantWork(10), instantWork(10)];
    scheduler.whenIdle(0, old, () => 4);
    await clock.advance(0);
    scheduler.whenIdle(idleMs, newer, () => 4);
    manual.wait = 0;
    await clock.advance(10_000);
    expect([old.left, newer.left]).toEqual([10, 0]);
  });

  test('is given up for newer work while it waits for its turn', async () => {
    const before = new ManualWork('ahead');
    const ahead = scheduler.exclusive(before.run);
    const [old, newer] = [instantWork(10), instantWork(10)];
    scheduler.whenIdle(0, old, () => 4);
    await clock.advance(0);
    scheduler.whenIdle(idleMs, newer, () => 4);
    before.end();
    await ahead;
    await settlePromises();
    manual.wait = 0;
    await clock.advance(idleMs);
    expect([old.left, newer.left]).toEqual([10, 0]);
  });

  test('never begins where it never may, and leaves no timer', async () => {
    manual.wait = Infinity;
    const work = instantWork(10);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs);
    expect(clock.pending).toBe(0);
    await clock.advance(1_000_000);
    expect(work.left).toBe(10);
  });

  test('does not go on once disposed', async () => {
    const work = instantWork(10);
    scheduler.whenIdle(idleMs, work, () => 4);
    await clock.advance(idleMs);
    manual.wait = 0;
    scheduler.dispose();
    await clock.advance(10_000);
    expect(work.left).toBe(10);
    expect(clock.pending).toBe(0);
  });

  test('is done by hand all the same', async () => {
    expect(await scheduler.runBackground(instantWork(100), 10, () => 4)).toBe(10);
  });
});

describe('background work by hand', () => {
  test('does what it is allowed, in slices', async () => {
    const work = instantWork(100);
    expect(await scheduler.runBackground(work, 10, () => 4)).toBe(10);
    expect(work.left).toBe(90);
  });

  test('ends when nothing is left, and says how much it did', async () => {
    expect(await scheduler.runBackground(instantWork(7), 100, () => 4)).toBe(7);
    expect(await scheduler.runBackground(instantWork(0), 100, () => 4)).toBe(0);
  });

  test('yields to a request', async () => {
    const work = new ManualSlices(100);
    const done = scheduler.runBackground(work, 100, () => 4);
    await settlePromises();
    const answer = scheduler.foreground(() => Promise.resolve('answer'), never);
    await work.endSlice();
    expect(await answer).toBe('answer');
    expect(await done).toBe(4);
  });

  test('that fails says so, and does not block the next request', async () => {
    const failing = { slice: () => Promise.reject(new Error('no room')) };
    await expect(scheduler.runBackground(failing, 10, () => 4)).rejects.toThrow('no room');
    expect(await scheduler.foreground(() => Promise.resolve('next'), never)).toBe('next');
  });
});

test('exclusive work waits for what is queued', async () => {
  const request = new ManualWork('request');
  const answer = scheduler.foreground(request.run, never);
  const cleared = new ManualWork('cleared');
  const clearing = scheduler.exclusive(cleared.run);
  await settlePromises();
  expect(cleared.started).toBe(false);
  request.end();
  cleared.end();
  expect(await clearing).toBe('cleared');
  await answer;
});
