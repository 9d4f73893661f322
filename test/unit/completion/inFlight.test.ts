import { describe, expect, test } from 'vitest';
import { EngineRun, graceMs, InFlight, type RunProgress } from '../../../src/completion/inFlight';
import type { Place } from '../../../src/completion/place';
import type { EngineAnswer } from '../../../src/engine/port';
import { FakeClock, settlePromises } from '../../support/fakeClock';
import { warmCost } from '../../support/scriptedEngine';

const here: Place = { document: 'file:///a.ts', generation: 'g', before: 'let a = ', fingerprint: '' };
const answer: EngineAnswer = { text: 'value;', stop: 'line', cost: warmCost };

/** Counts listeners, to see that none is left behind. */
class CountingSignal extends AbortController {
  listeners = 0;

  constructor() {
    super();
    const { signal } = this;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>): void => {
      this.listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>): void => {
      this.listeners--;
      remove(...args);
    };
  }
}

function begin() {
  const clock = new FakeClock();
  const inFlight = new InFlight(clock);
  const progress: RunProgress[] = [];
  const resolvers: ((answer: EngineAnswer) => void)[] = [];
  const start = (place = here): EngineRun =>
    inFlight.start(place, (own) => {
      progress.push(own);
      own.started();
      return new Promise((resolve) => resolvers.push(resolve));
    });
  return { clock, inFlight, start, progress, resolvers };
}

describe('InFlight', () => {
  test('however a wait ends, no listener is left', async () => {
    for (const ending of ['answer', 'abort', 'supersede', 'diverge', 'cancel'] as const) {
      const { inFlight, start, progress, resolvers } = begin();
      const run = start();
      await settlePromises();
      progress[0]?.advance('v');
      const controller = new CountingSignal();
      const ended = run.wait('va', controller.signal);
      expect(controller.listeners).toBe(1);
      if (ending === 'answer') resolvers[0]?.(answer);
      if (ending === 'abort') controller.abort();
      if (ending === 'supersede') start();
      if (ending === 'diverge') progress[0]?.advance('vx');
      if (ending === 'cancel') inFlight.cancel();
      const kinds = {
        answer: 'answer',
        abort: 'aborted',
        supersede: 'superseded',
        diverge: 'diverged',
        cancel: 'aborted',
      };
      expect((await ended).kind).toBe(kinds[ending]);
      expect(controller.listeners).toBe(0);
    }
  });

  test('the grace begins when the last one leaves and ends when one joins', async () => {
    const { clock, inFlight, start, progress } = begin();
    const run = start();
    const [first, second, third] = [
      new AbortController(),
      new AbortController(),
      new AbortController(),
    ] as const;
    void run.wait('', first.signal);
    void run.wait('', second.signal);
    await clock.advance(0);
    first.abort();
    await clock.advance(graceMs * 2);
    expect(progress[0]?.signal.aborted).toBe(false);
    second.abort();
    await clock.advance(graceMs - 1);
    void inFlight.fitting(here)?.run.wait('', third.signal);
    await clock.advance(graceMs * 2);
    expect(progress[0]?.signal.aborted).toBe(false);
    third.abort();
    await clock.advance(graceMs);
    expect(progress[0]?.signal.aborted).toBe(true);
    expect(inFlight.fitting(here)).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  test('a run that ended fits nothing; a late answer changes nothing', async () => {
    const { inFlight, start, resolvers } = begin();
    const run = start();
    const ended = run.wait('', new AbortController().signal);
    await settlePromises();
    inFlight.cancel('file:///other.ts');
    expect(inFlight.fitting(here)?.typed).toBe('');
    inFlight.cancel('file:///a.ts');
    resolvers[0]?.(answer);
    expect(await ended).toEqual({ kind: 'aborted' });
    expect(inFlight.fitting(here)).toBeUndefined();
  });

  test('an older run that ends late does not take the newer one away', async () => {
    const { inFlight, start, resolvers } = begin();
    start();
    await settlePromises();
    const newer = start();
    resolvers[0]?.(answer);
    await settlePromises();
    expect(inFlight.fitting(here)?.run).toBe(newer);
  });

  test('an already aborted caller does not hold a run', async () => {
    const { clock, start, progress } = begin();
    const run = start();
    await settlePromises();
    const controller = new AbortController();
    controller.abort();
    expect(await run.wait('', controller.signal)).toEqual({ kind: 'aborted' });
    await clock.advance(graceMs);
    expect(progress[0]?.signal.aborted).toBe(true);
  });

  test.each([
    ['', '', true],
    ['', 'v', false],
    ['va', 'v', true],
    ['va', 'value', true],
    ['va', 'x', false],
    ['va', 'vx', false],
  ])('answer so far %j, typed %j: fits %s', async (text, typed, fits) => {
    const { inFlight, start, progress } = begin();
    start();
    await settlePromises();
    if (text !== '') progress[0]?.advance(text);
    const found = inFlight.fitting({ ...here, before: here.before + typed });
    expect(found !== undefined).toBe(fits);
    if (found !== undefined) expect(found.typed).toBe(typed);
  });

  test('the cost is given once', () => {
    const run = new EngineRun(here, new FakeClock(), () => undefined);
    expect(run.takeCost(answer)).toBe(warmCost);
    expect(run.takeCost(answer)).toBeUndefined();
  });
});
