import type { Confidence } from '../engine/port';

/**
 * Least mean log-probability of an answer's first four tokens for it to be shown unasked; see decision 9 for how it was
 * chosen and what it costs.
 */
export const leastConfidence = Math.log(0.6);

/** Whether the model was guessing. An answer of which nothing is known is believed. */
export function isUnsure(confidence: Confidence | undefined): boolean {
  return confidence !== undefined && confidence.mean < leastConfidence;
}
