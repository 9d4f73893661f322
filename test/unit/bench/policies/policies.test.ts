import { describe, expect, it } from 'vitest';
import type { Access } from '../../../../bench/policies/access';
import { NextUses } from '../../../../bench/policies/nextUses';
import { Fifo } from '../../../../bench/policies/policies/fifo';
import { GreedyDualSize } from '../../../../bench/policies/policies/greedyDualSize';
import { Lfu } from '../../../../bench/policies/policies/lfu';
import { Lru } from '../../../../bench/policies/policies/lru';
import { Optimal } from '../../../../bench/policies/policies/optimal';
import { RandomEviction } from '../../../../bench/policies/policies/randomEviction';
import { Sieve } from '../../../../bench/policies/policies/sieve';
import type { Item, Policy } from '../../../../bench/policies/policy';

function item(name: string, bytes = 1, costMs = 1): Item {
  return { key: name.charCodeAt(0), bytes, costMs };
}

/** Plays letters against a cache of `entries`, and says of each miss in a full cache which letter had to go. */
function evicted(policy: Policy, entries: number, letters: string, items: Record<string, Item> = {}): string {
  const cached = new Set<string>();
  let gone = '';
  for (const letter of letters) {
    policy.passed?.();
    const each = items[letter] ?? item(letter);
    if (cached.has(letter)) {
      policy.used(each);
      continue;
    }
    if (cached.size === entries) {
      const victim = String.fromCharCode(policy.evict());
      cached.delete(victim);
      gone += victim;
    }
    policy.added(each);
    cached.add(letter);
  }
  return gone;
}

/** What Belady's example of 1966 is often shown with: letters a to e, places for three. */
const belady = 'abcdabeabcde';

describe('Fifo', () => {
  it('gives up what came first, whatever was used', () => {
    expect(evicted(new Fifo(), 3, 'abcaad')).toBe('a');
    // abc|d a b|e ab|c d|e: nine misses, six of them in a full cache.
    expect(evicted(new Fifo(), 3, belady)).toBe('abcdab');
  });

  it('has more misses with four places than with three, as Belady, Nelson and Shedler found in 1969', () => {
    expect(3 + evicted(new Fifo(), 3, belady).length).toBe(9);
    expect(4 + evicted(new Fifo(), 4, belady).length).toBe(10);
  });
});

describe('Lru', () => {
  it('gives up what was not used for longest', () => {
    expect(evicted(new Lru(), 3, 'abcad')).toBe('b');
    expect(evicted(new Lru(), 3, belady)).toBe('abcdeab');
    expect(evicted(new Lru(), 4, belady)).toBe('cdea');
  });
});

describe('Lfu', () => {
  it('gives up what was used least often, and of those what was not used for longest', () => {
    // a twice, b and c once each: b is older.
    expect(evicted(new Lfu(), 3, 'abcad')).toBe('b');
    // b and c twice, a once although it came back last.
    expect(evicted(new Lfu(), 3, 'bcbcad')).toBe('a');
    // All twice: a is oldest. Each newcomer has been used once only, and goes before b and c.
    expect(evicted(new Lfu(), 3, 'aabbccdeaf')).toBe('adea');
  });
});

describe('RandomEviction', () => {
  it('gives up the entry that the number points to', () => {
    // The last takes the place of the one that goes: of abc the first, of cbd the last, of cbe the second.
    const numbers = [0, 0.99, 0.5];
    const policy = new RandomEviction(() => numbers.shift() ?? 0);
    expect(evicted(policy, 3, 'abcdef')).toBe('adb');
  });
});

describe('Sieve', () => {
  it('evicts the oldest entry that was not used, and lets off once what was', () => {
    expect(evicted(new Sieve(), 3, 'abcad')).toBe('b');
    // The hand is at c, which was used since, and passes it; a was let off before, and goes.
    expect(evicted(new Sieve(), 3, 'abcadce')).toBe('bd');
  });

  it('keeps its hand where it evicted, and begins again at the oldest', () => {
    // All were used: the hand lets all off, comes to the oldest again, and evicts it; then the next.
    expect(evicted(new Sieve(), 3, 'abcabcde')).toBe('ab');
  });

  it('never looks at what is new while there is older that was not used', () => {
    // Of abcdefg, the oldest first, a, b and g were used: h evicts c, and the hand stands at d.
    expect(evicted(new Sieve(), 7, 'abcdefgabgh')).toBe('c');
    // d is used, so the hand passes it: i evicts e.
    expect(evicted(new Sieve(), 7, 'abcdefgabghdi')).toBe('ce');
    // j evicts f: the hand does not come to g, h and i.
    expect(evicted(new Sieve(), 7, 'abcdefgabghdij')).toBe('cef');
  });

  it('goes on behind an entry that left by itself', () => {
    const policy = new Sieve();
    for (const letter of 'abcd') policy.added(item(letter));
    policy.used(item('a'));
    expect(policy.evict()).toBe(item('b').key);
    policy.removed(item('c').key);
    expect(policy.evict()).toBe(item('d').key);
    expect(policy.evict()).toBe(item('a').key);
    expect(() => policy.evict()).toThrow('Nothing is in the cache');
  });
});

describe('GreedyDualSize', () => {
  const items = { a: item('a', 10, 100), b: item('b', 10, 20), c: item('c', 100, 100) };

  it('gives up what costs least for its size', () => {
    // Worth 10, 2 and 1.
    expect(evicted(new GreedyDualSize(), 3, 'abcd', { ...items, d: item('d', 1, 50) })).toBe('c');
  });

  it('ages what is not used by the worth of what went', () => {
    // c goes at 1: the level is 1. d is worth 1 + 1 = 2 as b is, and b came before it: level 2.
    // e is worth 2 + 3 = 5, and d goes for f, worth 2 + 9 = 11. Then e goes: level 5. g is worth 5 + 6 = 11, so a goes, at 10.
    const others = {
      d: item('d', 1, 1),
      e: item('e', 1, 3),
      f: item('f', 1, 9),
      g: item('g', 1, 6),
      h: item('h'),
    };
    expect(evicted(new GreedyDualSize(), 3, 'abcdefgh', { ...items, ...others })).toBe('cbdea');
  });

  it('is LRU where all entries are worth the same', () => {
    expect(evicted(new GreedyDualSize(), 3, belady)).toBe(evicted(new Lru(), 3, belady));
  });
});

describe('Optimal', () => {
  it('gives up what is needed last', () => {
    const accesses = Array.from(belady, (letter): Access => ({ kind: 'look', item: item(letter) }));
    // abc|d: c is needed last. abd|e: d. abe|c: of a and b, which are not needed again, a, and then b.
    expect(evicted(new Optimal(new NextUses(accesses)), 3, belady)).toBe('cdab');
  });
});

describe('every policy', () => {
  it.each([
    ['Fifo', () => new Fifo()],
    ['Lru', () => new Lru()],
    ['Lfu', () => new Lfu()],
    ['RandomEviction', () => new RandomEviction(() => 0)],
    ['Sieve', () => new Sieve()],
    ['GreedyDualSize', () => new GreedyDualSize()],
    ['Optimal', () => new Optimal(new NextUses([]))],
  ] as const)('%s evicts each entry once, and nothing that left', (_, make) => {
    const policy = make();
    for (const letter of 'abcd') policy.added(item(letter));
    policy.removed(item('b').key);
    policy.removed(item('x').key);
    const gone = [policy.evict(), policy.evict(), policy.evict()].map((key) => String.fromCharCode(key));
    expect(gone.sort().join('')).toBe('acd');
    expect(() => policy.evict()).toThrow(RangeError);
  });
});
