import { type Origin, origins } from './outcome';

/** Upper bounds of the histograms' buckets in ms: hits are far below 1 ms, and a cold start takes seconds. */
export const timeBoundsMs = [
  0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000,
] as const;

/** How many answers {@link TimesToText.overTime} goes back. */
export const mostTimePoints = 500;

/** Counts of answers by time to text, in ms; the first bucket begins at 0, and the last has no end. */
export interface Histogram {
  readonly count: number;
  readonly sum: number;
  /** One a bound of {@link timeBoundsMs}, and one for what is beyond the last. Not cumulative. */
  readonly buckets: readonly number[];
}

/** One answer: when it came, in ms since the epoch, and its time to text. */
export interface TimePoint {
  readonly at: number;
  readonly ms: number;
  readonly origin: Origin;
}

interface Counts {
  count: number;
  sum: number;
  readonly buckets: number[];
}

/** Times to text by origin: how many were how long, and the last of them in order. Its size does not grow. */
export class TimesToText {
  readonly #counts = byOrigin(newCounts);
  readonly #points: TimePoint[] = [];
  #next = 0;

  add(point: TimePoint): void {
    const counts = this.#counts[point.origin];
    const bucket = timeBoundsMs.findIndex((bound) => point.ms <= bound);
    const index = bucket < 0 ? timeBoundsMs.length : bucket;
    counts.buckets[index] = (counts.buckets[index] ?? 0) + 1;
    counts.count++;
    counts.sum += point.ms;
    this.#points[this.#next] = point;
    this.#next = (this.#next + 1) % mostTimePoints;
  }

  histograms(): Readonly<Record<Origin, Histogram>> {
    return byOrigin((origin) => ({ ...this.#counts[origin], buckets: [...this.#counts[origin].buckets] }));
  }

  /** The last answers, the oldest first. */
  overTime(): readonly TimePoint[] {
    const isFull = this.#points.length === mostTimePoints;
    return isFull
      ? [...this.#points.slice(this.#next), ...this.#points.slice(0, this.#next)]
      : [...this.#points];
  }
}

/** Something for each origin. */
export function byOrigin<T>(make: (origin: Origin) => T): Record<Origin, T> {
  return Object.fromEntries(origins.map((origin) => [origin, make(origin)])) as Record<Origin, T>;
}

function newCounts(): Counts {
  return { count: 0, sum: 0, buckets: Array.from({ length: timeBoundsMs.length + 1 }, () => 0) };
}
