import { describe, expect, it } from 'vitest';
import { refusalOf, RestoreCost } from '../../../../src/engine/host/snapshots/admission';
import {
  chooseVictims,
  clockOf,
  type Evictable,
  worthOf,
} from '../../../../src/engine/host/snapshots/evictionPolicy';
import { canonicalText, digestOf } from '../../../../src/engine/host/snapshots/snapshotKey';
import { covers, supersedes } from '../../../../src/engine/host/snapshots/superseding';
import { testKey, tokensOf } from './support/snapshotParts';

const mebibyte = 1024 * 1024;

function evictable(changes: Partial<Evictable> & { name: string }): Evictable & { name: string } {
  return { bytes: mebibyte, recomputeMs: 100, usedAt: 0, lastUsedAt: 0, ...changes };
}

function namesOf(entries: readonly { name: string }[]): string {
  return entries.map(({ name }) => name).join(' ');
}

describe('the eviction', () => {
  it('takes what saves least a byte first, and no more than it must', () => {
    const entries = [
      evictable({ name: 'dear', recomputeMs: 300 }),
      evictable({ name: 'large', recomputeMs: 300, bytes: 4 * mebibyte }),
      evictable({ name: 'middling', recomputeMs: 200 }),
    ];
    expect(namesOf(chooseVictims(entries, 0, 6 * mebibyte).victims)).toBe('');
    expect(namesOf(chooseVictims(entries, 1, 6 * mebibyte).victims)).toBe('large');
    expect(namesOf(chooseVictims(entries, 5 * mebibyte, 6 * mebibyte).victims)).toBe('large middling');
    expect(namesOf(chooseVictims(entries, 6 * mebibyte, 6 * mebibyte).victims)).toBe('large middling dear');
  });

  it('takes the one unused for longest among equals', () => {
    const entries = [evictable({ name: 'new', lastUsedAt: 2 }), evictable({ name: 'old', lastUsedAt: 1 })];
    expect(namesOf(chooseVictims(entries, 1, 2 * mebibyte).victims)).toBe('old');
  });

  it('sets the clock to what was given up was worth, so that even the dearest ages', () => {
    const dear = evictable({ name: 'dear', recomputeMs: 250 });
    let entries = [dear, evictable({ name: 'cheap 0' })];
    const evicted: string[] = [];
    for (let round = 1; round <= 4; round++) {
      const { victims, clock } = chooseVictims(entries, mebibyte, 2 * mebibyte);
      evicted.push(namesOf(victims));
      entries = entries.filter((entry) => !victims.includes(entry));
      entries.push(evictable({ name: `cheap ${round}`, usedAt: clock, lastUsedAt: round }));
    }
    expect(evicted).toEqual(['cheap 0', 'cheap 1', 'dear', 'cheap 2']);
    expect(clockOf(entries)).toBe(300);
  });

  it('knows the clock from the latest record', () => {
    expect(clockOf([])).toBe(0);
    expect(clockOf([evictable({ name: 'a', usedAt: 5 }), evictable({ name: 'b', usedAt: 3 })])).toBe(5);
    expect(worthOf(evictable({ name: 'a', usedAt: 5 }))).toBe(105);
  });
});

describe('the admission', () => {
  const limits = { maxBytes: 1000, restoreMs: 50 };
  const good = { tokens: { length: 256 }, recomputeMs: 500, expectedBytes: 1000 };

  it('asks for 256 tokens, for ten times the cost of restoring, and for a size that fits', () => {
    expect(refusalOf(good, limits)).toBeUndefined();
    expect(refusalOf({ ...good, tokens: { length: 255 } }, limits)).toBe('too-few-tokens');
    expect(refusalOf({ ...good, recomputeMs: 499 }, limits)).toBe('too-cheap');
    expect(refusalOf({ ...good, recomputeMs: NaN }, limits)).toBe('too-cheap');
    expect(refusalOf({ ...good, expectedBytes: 1001 }, limits)).toBe('too-large');
  });

  it('learns what restoring costs', () => {
    const cost = new RestoreCost();
    const assumed = cost.estimate(1e6);
    for (let round = 0; round < 20; round++) cost.observe(2e6, 20);
    expect(cost.estimate(1e6)).toBeCloseTo(10, 3);
    expect(assumed).toBeLessThan(10);
    cost.observe(0, 100);
    expect(cost.estimate(1e6)).toBeCloseTo(10, 3);
  });
});

describe('superseding', () => {
  const older = { document: 'a', keyDigest: 'k', tokens: tokensOf(1, 100) };
  const newer = (shared: number, more = 50) => ({
    ...older,
    tokens: [...older.tokens.slice(0, shared), ...tokensOf(2, more)],
  });

  it('needs 80 % of the older tokens, from the start', () => {
    expect(supersedes(newer(80), older)).toBe(true);
    expect(supersedes(newer(79), older)).toBe(false);
    expect(supersedes({ ...older, tokens: [9, ...older.tokens] }, older)).toBe(false);
  });

  it('is for one document and one key', () => {
    expect(supersedes({ ...newer(100), document: 'b' }, older)).toBe(false);
    expect(supersedes({ ...newer(100), keyDigest: 'l' }, older)).toBe(false);
  });

  it('is not needed where the older one has all tokens', () => {
    expect(covers(older, newer(100, 0))).toBe(true);
    expect(covers(older, newer(60, 0))).toBe(true);
    expect(covers(older, newer(99, 1))).toBe(false);
    expect(covers({ ...older, document: 'b' }, newer(100, 0))).toBe(false);
  });
});

describe('the key', () => {
  it('is one text whatever the order of its fields', () => {
    const reversed = Object.fromEntries(Object.entries(testKey).reverse()) as unknown as typeof testKey;
    expect(canonicalText(reversed)).toBe(canonicalText(testKey));
    expect(digestOf(reversed)).toBe(digestOf(testKey));
  });

  it('is another one when any of its fields is', () => {
    const names = Object.keys(testKey) as (keyof typeof testKey)[];
    const digests = names.map((name) => digestOf({ ...testKey, [name]: 'other' }));
    expect(new Set([digestOf(testKey), ...digests]).size).toBe(names.length + 1);
  });

  it('does not let one field run into the next', () => {
    expect(digestOf({ ...testKey, keyType: 'a","layout', layout: '' })).not.toBe(
      digestOf({ ...testKey, keyType: 'a', layout: '","layout' }),
    );
  });
});
