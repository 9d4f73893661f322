/** What to do with a sequence so that it holds a wanted prompt. */
export interface KvPlan {
  /** Tokens from the start that stay; what the sequence holds behind them is erased. */
  readonly keep: number;
  /** Tokens to evaluate: from `keep` to the end of the prompt. */
  readonly append: number;
}

/**
 * Plans a prompt of `wanted` tokens of which the first `common` are cached. At least one token is evaluated,
 * because the logits for the first choice come from evaluating the prompt's last token.
 */
export function planPrompt(common: number, wanted: number): KvPlan {
  const keep = Math.max(0, Math.min(common, wanted - 1));
  return { keep, append: wanted - keep };
}

/** A sequence that could serve a prompt. */
export interface SequenceOffer {
  /** Tokens to evaluate there. */
  readonly append: number;
  /** Tokens of other places that would be lost there. */
  readonly lost: number;
  /** Grows with every use. */
  readonly lastUsed: number;
  /** Length of the middle, in UTF-16 units: of two that cost alike, the shorter one lasts longer. */
  readonly middle: number;
}

/** A few tokens more are no reason to stay with an anchor that will soon be given up. */
const tie = 8;

/** The cheapest of the sequences that follow the cursor. */
export function cheapest<T extends SequenceOffer>(offers: readonly T[]): T | undefined {
  return offers.toSorted((a, b) =>
    Math.abs(a.append - b.append) > tie ? a.append - b.append : a.middle - b.middle,
  )[0];
}

/**
 * Where to begin a new place: the sequence that has at least half of the prompt already, otherwise the one
 * unused for longest, so that the place just left stays warm.
 */
export function forNewPlace<T extends SequenceOffer>(offers: readonly T[], wanted: number): T | undefined {
  const byCost = offers.toSorted((a, b) => a.append - b.append)[0];
  if (byCost && byCost.append <= wanted / 2) return byCost;
  return offers.toSorted((a, b) => a.lastUsed - b.lastUsed)[0];
}
