import { describe, expect, it } from 'vitest';
import { RealtimePacing } from '../../../bench/replay/realtimePacing';
import { none } from '../../../src/completion/outcome';
import { FakeClock } from '../../support/fakeClock';

describe('RealtimePacing', () => {
  it('gives each event a task of its own, those that are late too', async () => {
    const clock = new FakeClock();
    const pacing = new RealtimePacing(clock);
    await clock.advance(100);
    let happened = false;
    const event = pacing.until(50).then(() => (happened = true));
    await Promise.resolve();
    expect(clock.pending).toBe(1);
    expect(happened).toBe(false);
    await clock.advance(0);
    await event;
    expect(happened).toBe(true);
  });

  it('lets time stand still after a first visit until its place is prepared', async () => {
    const clock = new FakeClock();
    let isPrepared: (() => void) | undefined;
    const pacing = new RealtimePacing(clock, () => new Promise((resolve) => (isPrepared = resolve)));
    const times: number[] = [];
    const start = clock.now();
    const play = async (): Promise<void> => {
      for (const at of [10, 30, 60]) {
        await pacing.until(at);
        times.push(clock.now() - start);
        pacing.leave();
      }
    };
    const played = play();
    await clock.advance(1_010);
    expect(times).toEqual([10]);
    isPrepared?.();
    await clock.advance(60);
    await played;
    expect(times).toEqual([10, 1_030, 1_060]);
  });

  it('shows no outcome of a request that the next one overtook', async () => {
    const pacing = new RealtimePacing(new FakeClock());
    let end: (() => void) | undefined;
    await pacing.ask(() => new Promise((resolve) => (end = () => resolve(none('empty')))));
    await pacing.ask(() => Promise.resolve(none('filtered')));
    end?.();
    await pacing.finish();
    expect(pacing.outcome).toEqual(none('filtered'));
  });

  it('throws at the next event what a request rejected with, even one that was overtaken', async () => {
    const clock = new FakeClock();
    const pacing = new RealtimePacing(clock);
    await pacing.ask(() => Promise.reject(new Error('broken')));
    await pacing.ask(() => Promise.resolve(none('empty')));
    const event = pacing.until(0);
    await Promise.all([expect(event).rejects.toThrow('broken'), clock.advance(0)]);
    await expect(pacing.finish()).rejects.toThrow('broken');
  });
});
