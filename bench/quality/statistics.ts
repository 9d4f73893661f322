/** A mean and the half width of its confidence interval, both as shares of 1. */
export interface Estimate {
  readonly mean: number;
  /** 95 %; NaN where fewer than two groups say nothing of the spread. */
  readonly halfWidth: number;
}

/** Two-sided 95 % quantile of the normal distribution. */
const z = 1.959964;

/** One observation, and the group within which observations are alike: here, a file. */
export interface Observation {
  readonly group: string;
  readonly value: number;
}

/**
 * Mean with a 95 % interval by normal approximation. The variance is the cluster-robust one,
 * G/(G − 1) · Σ_g (Σ_{i∈g} (x_i − mean))² / n² over G groups (Cameron & Miller, "A Practitioner's Guide to
 * Cluster-Robust Inference", 2015): positions in one file are not independent. For paired differences, give the
 * differences as values.
 */
export function estimate(observations: readonly Observation[]): Estimate {
  const n = observations.length;
  const mean = observations.reduce((sum, { value }) => sum + value, 0) / n;
  const deviations = new Map<string, number>();
  for (const { group, value } of observations) {
    deviations.set(group, (deviations.get(group) ?? 0) + value - mean);
  }
  const groups = deviations.size;
  const squares = [...deviations.values()].reduce((sum, deviation) => sum + deviation ** 2, 0);
  const variance = ((groups / (groups - 1)) * squares) / n ** 2;
  return { mean, halfWidth: z * Math.sqrt(variance) };
}
