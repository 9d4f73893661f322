import { describe, expect, it } from 'vitest';
import type { Access } from '../../../../bench/policies/access';
import { RecordedCache } from '../../../../bench/policies/recordedCache';
import { negativeTtlMs } from '../../../../src/completion/completionCache';
import type { Place } from '../../../../src/completion/place';
import type { EngineAnswer } from '../../../../src/engine/port';
import { FakeClock } from '../../../support/fakeClock';

function place(before: string): Place {
  return { document: 'file:///a.ts', generation: 'g', before, fingerprint: 'next' };
}

function answer(text: string, totalMs: number): EngineAnswer {
  return { text, stop: 'line', cost: { totalMs } as EngineAnswer['cost'] };
}

describe('RecordedCache', () => {
  it('writes down which entry answers, also one whose text was typed since', () => {
    const accesses: Access[] = [];
    const cache = new RecordedCache({ clock: new FakeClock() }, accesses);
    expect(cache.find(place('let '))).toBeUndefined();
    cache.put(place('let '), answer('x = 1;', 212.4));
    expect(cache.find(place('let '))?.text).toBe('x = 1;');
    expect(cache.find(place('let x ='))?.text).toBe(' 1;');
    expect(cache.find(place('let y'))).toBeUndefined();
    const item = { key: 0, bytes: cache.utilisation().bytes, costMs: 212 };
    expect(accesses).toEqual([
      { kind: 'look', item: undefined },
      { kind: 'store', item },
      { kind: 'look', item },
      { kind: 'look', item },
      { kind: 'look', item: undefined },
    ]);
  });

  it('writes down that "nothing here" is forgotten, and keeps everything else', async () => {
    const accesses: Access[] = [];
    const clock = new FakeClock();
    const cache = new RecordedCache({ clock, maxEntries: 1 }, accesses);
    cache.put(place('a'), answer(' ', 30));
    cache.put(place('b'), answer('c', 30));
    await clock.advance(negativeTtlMs + 1);
    cache.find(place('b'));
    expect(accesses.map(({ kind, item }) => [kind, item?.key])).toEqual([
      ['store', 0],
      ['store', 1],
      ['drop', 0],
      ['look', 1],
    ]);
  });
});
