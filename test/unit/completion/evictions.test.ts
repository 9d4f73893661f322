import { describe, expect, test } from 'vitest';
import { CompletionCache, entryOverheadBytes, negativeTtlMs } from '../../../src/completion/completionCache';
import type { EvictionReason } from '../../../src/completion/evictions';
import type { Place } from '../../../src/completion/place';
import { FakeClock } from '../../support/fakeClock';

function newCache(limits: { readonly maxEntries?: number; readonly maxBytes?: number } = {}) {
  const clock = new FakeClock();
  const reasons: EvictionReason[] = [];
  const cache = new CompletionCache({ clock, onEvicted: (reason) => reasons.push(reason), ...limits });
  return { clock, cache, reasons };
}

function at(before: string, document = 'file:///a.ts'): Place {
  return { document, generation: 'g', fingerprint: '', before };
}

describe('why entries left the cache', () => {
  test('there were too many of them', () => {
    const { cache, reasons } = newCache({ maxEntries: 2 });
    for (const before of ['a', 'b', 'c', 'd']) cache.put(at(before), { text: 'x', stop: 'line' });
    expect(reasons).toEqual(['entries', 'entries']);
  });

  test('they had too many bytes, as many of them as made room', () => {
    const bytes = entryOverheadBytes + 2 * (1 + 10);
    const { cache, reasons } = newCache({ maxBytes: 3 * bytes });
    for (const before of ['a', 'b', 'c']) cache.put(at(before), { text: '0123456789', stop: 'line' });
    cache.put(at('d'), { text: 'x'.repeat(100), stop: 'line' });
    expect(reasons).toEqual(['bytes', 'bytes']);
  });

  test('both at once: one for its place, the others for their bytes', () => {
    const { cache, reasons } = newCache({ maxEntries: 3, maxBytes: 3 * (entryOverheadBytes + 22) });
    for (const before of ['a', 'b', 'c']) cache.put(at(before), { text: '0123456789', stop: 'line' });
    cache.put(at('d'), { text: 'x'.repeat(100), stop: 'line' });
    expect(reasons).toEqual(['entries', 'bytes']);
  });

  test('another answer took their place', () => {
    const { cache, reasons } = newCache({ maxEntries: 1 });
    cache.put(at('a'), { text: 'x', stop: 'line' });
    cache.put(at('a'), { text: 'y', stop: 'line' });
    expect(reasons).toEqual(['replaced']);
  });

  test('their time was over when they were looked for', async () => {
    const { cache, clock, reasons } = newCache();
    cache.put(at('a'), { text: '', stop: 'end-of-text' });
    await clock.advance(negativeTtlMs + 1);
    expect(reasons).toEqual([]);
    expect(cache.find(at('a'))).toBeUndefined();
    expect(reasons).toEqual(['expired']);
  });

  test('their document is gone, or another one took its name', () => {
    const { cache, reasons } = newCache();
    cache.put(at('a', 'untitled:1'), { text: 'x', stop: 'line' });
    cache.put(at('a', 'file:///b.ts'), { text: 'x', stop: 'line' });
    cache.put(at('b', 'file:///b.ts'), { text: 'x', stop: 'line' });
    cache.put(at('a'), { text: 'x', stop: 'line' });
    cache.forgetDocument('untitled:1');
    cache.renameDocument('file:///a.ts', 'file:///b.ts');
    expect(reasons).toEqual(['document', 'document', 'document']);
    expect(cache.utilisation().entries).toBe(1);
  });

  test('the cache was cleared', () => {
    const { cache, reasons } = newCache();
    cache.put(at('a'), { text: 'x', stop: 'line' });
    cache.put(at('a'), { text: 'y', stop: 'line' });
    cache.clear();
    expect(reasons).toEqual(['replaced', 'cleared']);
  });
});
