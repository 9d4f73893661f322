import { LRUCache } from 'lru-cache';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../../../bench/policies/access';
import { Lru } from '../../../../bench/policies/policies/lru';
import { simulate } from '../../../../bench/policies/simulate';
import { studyOf } from '../../../../bench/policies/study';
import { seededRandom } from '../../../support/random';
import { inARow, withReturns } from '../../../../bench/policies/workloads';

const store = (key: number, bytes = 100, costMs = 10): Access => ({
  kind: 'store',
  item: { key, bytes, costMs },
});
const look = (key?: number): Access => ({
  kind: 'look',
  item: key === undefined ? undefined : { key, bytes: 100, costMs: 10 },
});
const drop = (key: number): Access => ({ kind: 'drop', item: { key, bytes: 100, costMs: 10 } });

describe('simulate', () => {
  it('counts what no cache knew, what was lost, and what that costs', () => {
    const accesses = [look(), store(0), look(0), store(1), store(2), look(0), look(0), look(2)];
    expect(simulate(accesses, new Lru(), { entries: 2, bytes: 1_000 })).toEqual({
      lookups: 5,
      unknown: 1,
      // 0 is evicted for 2, and stored again when it is missed, for which 1 goes.
      lost: 1,
      lostMs: 10,
      evictions: 2,
    });
  });

  it('evicts for bytes too, and keeps nothing that is too large', () => {
    const accesses = [store(0), store(1), store(2, 150), store(3, 500), look(0), look(2), look(1)];
    const { lost, evictions } = simulate(accesses, new Lru(), { entries: 10, bytes: 300 });
    // 0 goes for 2. It comes back beside 1 … for which 1 goes, and then for 1 it is 0.
    expect({ lost, evictions }).toEqual({ lost: 2, evictions: 3 });
  });

  it('gives back the place of what is stored again or whose time is up', () => {
    const accesses = [store(0), store(0), store(1), drop(0), store(2), look(1), look(2)];
    expect(simulate(accesses, new Lru(), { entries: 2, bytes: 250 })).toMatchObject({
      lost: 0,
      evictions: 0,
    });
  });
});

describe('the workloads', () => {
  const traces = [
    { name: 'one', accesses: [store(0), look(0), store(1), look(1)] },
    { name: 'two', accesses: [store(0), look(), store(1), look(0)] },
  ];
  const keys = (accesses: readonly Access[]): (number | undefined)[] => accesses.map(({ item }) => item?.key);

  it('have entries of their own for each trace', () => {
    expect(keys(inARow('day', traces).accesses)).toEqual([0, 0, 1, 1, 2, undefined, 3, 2]);
  });

  it('come back to each trace', () => {
    expect(keys(withReturns('day', traces, 2).accesses)).toEqual([0, 0, 2, undefined, 1, 1, 3, 2]);
  });
});

describe('studyOf', () => {
  it('loses nothing where everything has room, and never less than the optimal policy where it has not', () => {
    const accesses = Array.from({ length: 3_000 }, (_, index) =>
      index % 3 === 0 ? store(index / 3) : look(Math.max(0, Math.floor(index / 3) - (index % 7) ** 2)),
    );
    const { rows, leastMissRatio, entries } = studyOf({ name: 'any', accesses }, 1_000_000);
    expect(entries).toBe(1_000);
    for (const { policy, entries: size, missRatio } of rows) {
      const best = rows.find((row) => row.policy === 'optimal' && row.entries === size)?.missRatio ?? NaN;
      expect(missRatio, `${policy}, ${size}`).toBeGreaterThanOrEqual(best);
      if (size >= 1_000) expect(missRatio).toBe(leastMissRatio);
    }
    expect(rows.some(({ lost }) => lost > 0)).toBe(true);
  });
});

describe('Lru', () => {
  it('loses what lru-cache, which the product has, loses', () => {
    const random = seededRandom(7);
    const accesses = Array.from({ length: 2_000 }, () => look(Math.floor(random() ** 2 * 60)));
    const cache = new LRUCache<number, true>({ max: 20 });
    let lost = 0;
    for (const { item } of accesses) {
      if (item === undefined || cache.get(item.key) === true) continue;
      lost++;
      cache.set(item.key, true);
    }
    expect(lost).toBeGreaterThan(200);
    expect(simulate(accesses, new Lru(), { entries: 20, bytes: 1_000_000 }).lost).toBe(lost);
  });
});
