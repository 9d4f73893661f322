import { describe, expect, test } from 'vitest';
import { SettledFace } from '../../../src/editor/statusBar/settledFace';
import { statusFace } from '../../../src/editor/statusBar/statusText';
import type { HearthState } from '../../../src/editor/hearthState';
import { FakeClock } from '../../support/fakeClock';
import { freshState, sampleState } from './sampleState';

function setUp() {
  const clock = new FakeClock();
  const shown: string[] = [];
  const settled = new SettledFace(clock, ({ text }) => shown.push(text));
  const set = (state: HearthState) => settled.set(statusFace(state, 'compact'));
  return { clock, shown, settled, set };
}

function at(hitRate: number, changes: Partial<HearthState> = {}): HearthState {
  const state = sampleState(changes);
  return { ...state, metrics: { ...state.metrics, hitRate } };
}

describe('SettledFace', () => {
  test('shows another rate at most every five seconds, and never loses the last one', async () => {
    const { clock, shown, set } = setUp();
    for (let step = 0; step < 100; step++) {
      set(at(0.5 + step / 1000));
      await clock.advance(100);
    }
    expect(shown).toHaveLength(3);
    set(at(0.93));
    await clock.advance(5_000);
    expect(shown.at(-1)).toBe('$(flame) 93%');
    expect(clock.pending).toBe(0);
  });

  test('shows another state at once, with the rate of that moment', async () => {
    const { clock, shown, set } = setUp();
    set(freshState());
    set(at(0.5));
    set(at(0.51));
    set(at(0.52, { isBusy: true }));
    expect(shown).toEqual(['$(flame) Hearth', '$(flame) 50%', '$(loading~spin) 52%']);
    await clock.advance(10_000);
    expect(shown).toHaveLength(3);
  });

  test('says nothing again that it says already', async () => {
    const { clock, shown, set } = setUp();
    set(at(0.5));
    set(at(0.6));
    set(at(0.5));
    await clock.advance(10_000);
    expect(shown).toEqual(['$(flame) 50%']);
  });

  test('is as wide with one digit as with two', () => {
    const { shown, set } = setUp();
    set(at(0.09));
    set(at(0.001, { isBusy: true }));
    expect(shown).toEqual(['$(flame) \u20079%', '$(loading~spin) <1%']);
  });

  test('ends with its owner', () => {
    const { clock, set, settled } = setUp();
    set(at(0.5));
    set(at(0.6));
    settled.dispose();
    expect(clock.pending).toBe(0);
  });
});
