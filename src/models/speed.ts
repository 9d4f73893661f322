import type { ModelShape } from './modelFacts';

/** How fast a machine is with one model, measured there. */
export interface MeasuredSpeed {
  /** Writing one token, in ms. */
  readonly msPerToken: number;
  /** Of that model. */
  readonly shape: ModelShape;
}

export interface EstimatedTimes {
  /** From a key, in a place that is warm, to the first token of the answer, in ms. */
  readonly keyMs: number;
  /** The same to the end of an answer of {@link lineTokens} tokens. */
  readonly lineMs: number;
}

/** About the mean of answers of one line. */
export const lineTokens = 10;

/** What a call costs however small the model is, in ms. */
const leastPassMs = 3;

/** How sure the model is of a token is found by sorting all logits: 5 ms for 49,000, in ms for each (see `Scoring`). */
const scoringMs = 1e-4;

/**
 * What a model would take on this machine, from another one's speed:
 *
 *     pass = ms per token × effort ÷ effort of the model measured       effort = active bytes + those in blocks of five bits
 *     key  = pass + 0.1 ms for each 1,000 entries of the vocabulary     line   = key + 9 × pass
 *
 * A pass over the model reads each weight once, whether it writes a token or evaluates the few that a key costs (Pope et al.
 * 2022, "Efficiently Scaling Transformer Inference", section 2). Blocks of five bits take the processor twice as
 * long to unpack, byte by byte, as those of four, six or eight: fitted on x64 to the models that `bench:speed` names
 * in decision 18, which says how far off all this is.
 */
export function estimateTimes(shape: ModelShape, speed: MeasuredSpeed): EstimatedTimes | undefined {
  const [effort, measured] = [effortOf(shape), effortOf(speed.shape)];
  if (effort <= 0 || measured <= 0) return undefined;
  const pass = Math.max(leastPassMs, speed.msPerToken * (effort / measured));
  const keyMs = pass + scoringMs * shape.vocabulary;
  return { keyMs, lineMs: keyMs + pass * (lineTokens - 1) };
}

function effortOf({ activeBytes, fiveBitBytes }: ModelShape): number {
  return activeBytes + fiveBitBytes;
}
