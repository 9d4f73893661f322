import type { EngineCost } from '../../src/engine/port';

/** Answers of which what was stale had an age from `from` to `to`, both included; see {@link ageOf}. */
export interface AgeGroup {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export const ageGroups: readonly AgeGroup[] = [
  { name: 'not stale', from: 0, to: 0 },
  { name: '1 to 8', from: 1, to: 8 },
  { name: '9 to 32', from: 9, to: 32 },
  { name: '33 or more', from: 33, to: Infinity },
];

/** How many answers a prompt has given since it is stale, this one included; 0 where it is not stale. */
export function ageOf(cost: Pick<EngineCost, 'staleAnswers' | 'staleCharacters'>): number {
  return cost.staleCharacters === 0 ? 0 : cost.staleAnswers + 1;
}

export function isIn({ from, to }: AgeGroup, age: number): boolean {
  return age >= from && age <= to;
}

/**
 * Chooses at most `most` of the answers that have `ages`, and returns their indices in order. Each group of ages gives
 * as many, and where it has fewer, all of them: stale answers are rare. Within a group they are evenly far apart.
 */
export function chooseSamples(ages: readonly number[], most: number): number[] {
  const groups = ageGroups
    .map((group) => [...ages.keys()].filter((index) => isIn(group, ages[index] ?? 0)))
    .toSorted((a, b) => a.length - b.length);
  const chosen: number[] = [];
  for (const [place, group] of groups.entries()) {
    const share = Math.floor((most - chosen.length) / (groups.length - place));
    chosen.push(...evenly(group, Math.min(share, group.length)));
  }
  return chosen.toSorted((a, b) => a - b);
}

/** `count` of the items, each from the middle of its share of them. */
export function evenly<T>(items: readonly T[], count: number): T[] {
  return items.filter((_, index) => {
    const share = (position: number): number => Math.floor((position * count) / items.length + 0.5);
    return share(index + 1) > share(index);
  });
}
