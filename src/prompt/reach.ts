/** The shipped context of a sequence, in tokens: the one that the sizes of windows were chosen for. */
const shippedContextTokens = 3072;

/**
 * How many times as far as a shipped window one reaches where a sequence holds `contextTokens`: a larger context is
 * used, too. A smaller one changes nothing here, since the window is halved until its prompt fits.
 */
export function reachOf(contextTokens: number): number {
  return Math.max(1, contextTokens / shippedContextTokens);
}
