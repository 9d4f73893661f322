import { seededRandom } from '../../test/support/random';
import type { Access, Workload } from './access';
import { NextUses } from './nextUses';
import { Fifo } from './policies/fifo';
import { GreedyDualSize } from './policies/greedyDualSize';
import { Lfu } from './policies/lfu';
import { Lru } from './policies/lru';
import { Optimal } from './policies/optimal';
import { RandomEviction } from './policies/randomEviction';
import { Sieve } from './policies/sieve';
import type { Policy } from './policy';
import { type Capacity, type Simulated, simulate } from './simulate';

export const policyNames = ['LRU', 'SIEVE', 'FIFO', 'LFU', 'random', 'GreedyDual-Size', 'optimal'] as const;
export type PolicyName = (typeof policyNames)[number];

const makers: Readonly<Record<PolicyName, (accesses: readonly Access[]) => Policy>> = {
  LRU: () => new Lru(),
  SIEVE: () => new Sieve(),
  FIFO: () => new Fifo(),
  LFU: () => new Lfu(),
  random: () => new RandomEviction(seededRandom(1)),
  'GreedyDual-Size': () => new GreedyDualSize(),
  optimal: (accesses) => new Optimal(new NextUses(accesses)),
};

/** The most entries of a cache, one simulation each; the shipped cache has 1,000. */
export const sizes = [10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000] as const;

/** Lookups by how they ended, of one policy at one size. */
export interface PolicyRow extends Simulated {
  readonly policy: PolicyName;
  readonly entries: number;
  /** 0 … 1 of the lookups: those that no cache could answer, and those that this one lost. */
  readonly missRatio: number;
}

export interface WorkloadReport {
  readonly workload: string;
  readonly lookups: number;
  /** Different entries that were stored. */
  readonly entries: number;
  readonly bytes: number;
  /** The miss ratio of a cache without limits. */
  readonly leastMissRatio: number;
  readonly rows: readonly PolicyRow[];
}

/** Simulates each policy at each size. The shipped limit of bytes holds, too; with it no entry is too large. */
export function studyOf({ name, accesses }: Workload, maxBytes: number): WorkloadReport {
  const stored = new Map(
    accesses.flatMap(({ kind, item }) => (kind === 'store' ? [[item.key, item.bytes]] : [])),
  );
  const lookups = accesses.filter(({ kind }) => kind === 'look');
  const unknown = lookups.filter(({ item }) => item === undefined).length;
  return {
    workload: name,
    lookups: lookups.length,
    entries: stored.size,
    bytes: [...stored.values()].reduce((sum, bytes) => sum + bytes, 0),
    leastMissRatio: unknown / lookups.length,
    rows: sizes.flatMap((entries) =>
      policyNames.map((policy) => rowOf(accesses, policy, { entries, bytes: maxBytes })),
    ),
  };
}

function rowOf(accesses: readonly Access[], policy: PolicyName, capacity: Capacity): PolicyRow {
  const simulated = simulate(accesses, makers[policy](accesses), capacity);
  const missRatio = (simulated.unknown + simulated.lost) / simulated.lookups;
  return { policy, entries: capacity.entries, ...simulated, missRatio };
}
