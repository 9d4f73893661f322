import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../bench/replay/virtualClock';

/** A clock and what its timers have done, with times from the start. */
function setUp(): {
  clock: VirtualClock;
  start: number;
  log: string[];
  note: (ms: number, name: string) => void;
} {
  const clock = new VirtualClock();
  const start = clock.now();
  const log: string[] = [];
  const note = (ms: number, name: string): void => {
    clock.after(ms, () => log.push(`${name}@${clock.now() - start}`));
  };
  return { clock, start, log, note };
}

describe('VirtualClock', () => {
  it('runs timers by due time, then by creation', () => {
    const { clock, start, log, note } = setUp();
    note(20, 'late');
    note(10, 'first');
    note(10, 'second');
    clock.advanceTo(start + 20);
    expect(log).toEqual(['first@10', 'second@10', 'late@20']);
    expect(clock.nextDue).toBeUndefined();
  });

  it('lets what a timer starts begin before the next', async () => {
    const { clock, start, log, note } = setUp();
    clock.after(10, () => void Promise.resolve().then(() => note(5, 'started')));
    note(20, 'late');
    await clock.passTo(start + 30);
    expect(log).toEqual(['started@15', 'late@20']);
    expect(clock.now() - start).toBe(30);
  });

  it('stops before what is not due and never goes back', () => {
    const { clock, start, log, note } = setUp();
    note(10, 'timer');
    clock.advanceTo(start + 9);
    expect(log).toEqual([]);
    clock.advanceTo(start + 5);
    expect(clock.now() - start).toBe(9);
    expect(clock.nextDue).toBe(start + 10);
  });

  it('runs on the way what a timer has set', () => {
    const { clock, start, log, note } = setUp();
    clock.after(5, () => note(5, 'inner'));
    note(12, 'outer');
    clock.advanceTo(start + 12);
    expect(log).toEqual(['inner@10', 'outer@12']);
  });

  it('forgets a disposed timer', () => {
    const { clock, start } = setUp();
    const timer = clock.after(5, () => expect.unreachable());
    timer.dispose();
    expect(clock.runNext()).toBe(false);
    clock.advanceTo(start + 10);
    expect(clock.now() - start).toBe(10);
  });

  it('runs the next timer when told to', () => {
    const { clock, log, note } = setUp();
    note(-1, 'now');
    note(30, 'later');
    expect([clock.runNext(), clock.runNext(), clock.runNext()]).toEqual([true, true, false]);
    expect(log).toEqual(['now@0', 'later@30']);
  });
});
