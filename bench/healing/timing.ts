/** Milliseconds; percentiles by nearest rank. */
export interface Timing {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Milliseconds of one call of `work` for each of `inputs`. */
export function timesOf<T>(inputs: readonly T[], work: (input: T) => void): number[] {
  return inputs.map((input) => {
    const from = performance.now();
    work(input);
    return performance.now() - from;
  });
}

export function timingOf(milliseconds: readonly number[]): Timing {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** To whole microseconds. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}
