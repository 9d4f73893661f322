import type { EngineCost } from '../../src/engine/port';
import committedProfile from '../profile.json' with { type: 'json' };

/** Speeds that stand for a machine in the deterministic replay, so that its figures are the same everywhere. */
export interface CostProfile {
  readonly promptTokensPerSecond: number;
  readonly generatedTokensPerSecond: number;
}

/** The profile in `bench/profile.json`. */
export const defaultProfile: CostProfile = committedProfile;

/** An engine that takes no time to speak of, to show what limits on time cost. */
export const instantProfile: CostProfile = {
  promptTokensPerSecond: 1_000_000_000,
  generatedTokensPerSecond: 1_000_000_000,
};

/** The same counts with the times of `profile`, in ms. The engine has nobody to wait for, so the queue is 0. */
export function profiledCost(cost: EngineCost, profile: CostProfile): EngineCost {
  const firstTokenMs = (cost.evaluatedTokens * 1000) / profile.promptTokensPerSecond;
  const generationMs = (cost.generatedTokens * 1000) / profile.generatedTokensPerSecond;
  return { ...cost, queueMs: 0, firstTokenMs, totalMs: firstTokenMs + generationMs };
}

/** Prompt tokens that fit into `milliseconds`. */
export function promptTokensIn(milliseconds: number, profile: CostProfile): number {
  return Math.max(0, Math.floor((milliseconds * profile.promptTokensPerSecond) / 1000));
}
