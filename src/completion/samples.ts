import type { Distribution } from './metrics';

const defaultCapacity = 10_000;

/** Numbers whose count, mean and maximum are exact, and whose percentiles are those of the last ten thousand. */
export class Samples {
  readonly #capacity: number;
  readonly #recent: number[] = [];
  #next = 0;
  #count = 0;
  #sum = 0;
  #max = 0;
  /** The recent ones in order; undefined where one was added since. */
  #sorted: Float64Array | undefined;

  constructor(capacity = defaultCapacity) {
    this.#capacity = capacity;
  }

  add(value: number): void {
    this.#sorted = undefined;
    this.#recent[this.#next] = value;
    this.#next = (this.#next + 1) % this.#capacity;
    this.#max = this.#count === 0 ? value : Math.max(this.#max, value);
    this.#count++;
    this.#sum += value;
  }

  /** Percentiles by nearest rank. `open` is one more number that is not final yet. */
  distribution(open?: number): Distribution {
    const count = this.#count + (open === undefined ? 0 : 1);
    if (count === 0) return { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 };
    // Most figures that are looked at have not changed since the last look.
    const values = (this.#sorted ??= Float64Array.from(this.#recent).sort());
    const max = open === undefined ? this.#max : this.#count === 0 ? open : Math.max(this.#max, open);
    return {
      count,
      mean: (this.#sum + (open ?? 0)) / count,
      p50: nearestRank(values, open, 0.5),
      p95: nearestRank(values, open, 0.95),
      p99: nearestRank(values, open, 0.99),
      max,
    };
  }
}

/**
 * The smallest value that at least `share` of the values do not exceed. The values are those of `sorted`, and `open`
 * where there is one.
 */
function nearestRank(sorted: Float64Array, open: number | undefined, share: number): number {
  const count = sorted.length + (open === undefined ? 0 : 1);
  const rank = Math.max(0, Math.ceil(share * count) - 1);
  if (open === undefined) return sorted[rank] ?? 0;
  const smaller = rank === 0 ? -Infinity : (sorted[rank - 1] ?? -Infinity);
  // In its place among the others, `open` pushes the greater ones one rank up.
  return Math.max(smaller, Math.min(open, sorted[rank] ?? Infinity));
}
