import type { ModelShape } from './modelFacts';

/** How fast a machine is with one model, measured there. */
export interface MeasuredSpeed {
  /** Writing one token, in ms. */
  readonly msPerToken: number;
  /** Of that model; see `ModelShape`. */
  readonly activeBytes: number;
}

export interface EstimatedTimes {
  /** From a key, in a place that is warm, to the first token of the answer, in ms. */
  readonly keyMs: number;
  /** The same to the end of an answer of {@link lineTokens} tokens. */
  readonly lineMs: number;
}

/** About the mean of answers of one line. */
export const lineTokens = 10;

/** A key costs what was typed and what healing took back, evaluated together, and then the first token. */
const passesPerKey = 2;

/**
 * What a model would take on this machine, from another one's speed:
 *
 *     key  = 2 × t,  line = 11 × t,  t = ms per token × active bytes ÷ active bytes of the model measured
 *
 * Writing a token reads each weight once, so memory bounds it and its time grows with the bytes of weights; a pass over a few
 * tokens reads them once as well (Pope et al. 2022, "Efficiently Scaling Transformer Inference", section 2). What this leaves
 * out: how fast a quantisation is unpacked, and the context's length. `bench:speed` says how far off it is.
 */
export function estimateTimes({ activeBytes }: ModelShape, speed: MeasuredSpeed): EstimatedTimes | undefined {
  if (speed.activeBytes <= 0 || activeBytes <= 0) return undefined;
  const pass = speed.msPerToken * (activeBytes / speed.activeBytes);
  return { keyMs: pass * passesPerKey, lineMs: pass * (passesPerKey + lineTokens - 1) };
}
