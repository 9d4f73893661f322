import { describe, expect, it } from 'vitest';
import { ageGroups, ageOf, chooseSamples, isIn } from '../../../../bench/traces/liveSamples';

/** As many ages as asked for, one group after the other. */
function ages(notStale: number, young: number, middling: number, old: number): number[] {
  const some = (count: number, age: number): number[] => Array.from({ length: count }, () => age);
  return [...some(notStale, 0), ...some(young, 3), ...some(middling, 20), ...some(old, 50)];
}

/** How many of each group were chosen. */
function chosenOf(all: readonly number[], most: number): number[] {
  const chosen = chooseSamples(all, most).map((index) => all[index] ?? NaN);
  return ageGroups.map((group) => chosen.filter((age) => isIn(group, age)).length);
}

describe('ageOf', () => {
  it('counts the first stale answer as one, and an answer that is not stale as none', () => {
    expect(ageOf({ staleAnswers: 0, staleCharacters: 0 })).toBe(0);
    expect(ageOf({ staleAnswers: 0, staleCharacters: 12 })).toBe(1);
    expect(ageOf({ staleAnswers: 63, staleCharacters: 12 })).toBe(64);
  });
});

describe('ageGroups', () => {
  it('has exactly one group for each age', () => {
    for (const age of [0, 1, 8, 9, 32, 33, 64, 1000])
      expect(ageGroups.filter((group) => isIn(group, age))).toHaveLength(1);
  });
});

describe('chooseSamples', () => {
  it('takes equally many of each age where there are enough', () => {
    expect(chosenOf(ages(400, 100, 90, 80), 40)).toEqual([10, 10, 10, 10]);
  });

  it('takes all of what is rare, and gives what is left over to the others', () => {
    expect(chosenOf(ages(400, 4, 0, 15), 40)).toEqual([21, 4, 0, 15]);
    expect(chosenOf(ages(400, 100, 0, 0), 41)).toEqual([21, 20, 0, 0]);
  });

  it('takes everything where there is no more than asked for', () => {
    const all = ages(5, 4, 3, 2);
    expect(chooseSamples(all, 14)).toEqual([...all.keys()]);
    expect(chooseSamples(all, 100)).toEqual([...all.keys()]);
    expect(chooseSamples([], 10)).toEqual([]);
  });

  it('spreads them evenly, in order, and the same every time', () => {
    expect(chooseSamples(ages(100, 0, 0, 0), 4)).toEqual([12, 37, 62, 87]);
    const mixed = Array.from({ length: 300 }, (_, index) => (index * 7) % 60);
    const chosen = chooseSamples(mixed, 60);
    expect(chosen).toHaveLength(60);
    expect(new Set(chosen).size).toBe(60);
    expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
    expect(chooseSamples(mixed, 60)).toEqual(chosen);
  });
});
