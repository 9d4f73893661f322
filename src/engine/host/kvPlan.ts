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

/** How many items from the start two lists of tokens share. */
export function commonLength(a: readonly number[], b: readonly number[]): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}

/** A sequence that holds a placement which the text around the cursor still agrees with. */
export interface FollowingOffer {
  /** Tokens to evaluate there. */
  readonly append: number;
  /** Whether its placement is worth renewing. */
  readonly wantsRenewal: boolean;
  /** By how much its text is older than the document, in UTF-16 units. */
  readonly stale: number;
}

/** Tokens that the freshness of a placement is worth at a key: less than a slice. */
const renewalTokens = 8;
const staleTokens = 24;

/** The sequence that should answer: the cheapest, but a placement about to be given up, or a stale one, counts as dearer. */
export function bestFollowing<T extends FollowingOffer>(offers: readonly T[]): T | undefined {
  const price = ({ append, wantsRenewal, stale }: T): number =>
    append + (wantsRenewal ? renewalTokens : 0) + (stale > 0 ? staleTokens : 0);
  return offers.toSorted((a, b) => price(a) - price(b))[0];
}

/** Fewer tokens than this are evaluated again rather than copied from another sequence. */
export const minCopiedTokens = 32;

/** A place that may be given up for another. */
export interface Evictable {
  /** Tokens to evaluate to have it back. */
  readonly tokens: number;
  /** {@link EvictionClock.now} at its last use. */
  readonly usedAt: number;
}

/**
 * Which place to give up: GreedyDual-Size (Cao and Irani, USENIX Symposium on Internet Technologies and Systems, 1997)
 * with the tokens to evaluate again as the cost. Every sequence allocates the same bytes, a whole context, so the
 * cost a byte is in proportion to the tokens. A place given up sets the clock to what it was worth, so that all
 * others age by that.
 */
export class EvictionClock {
  #now = 0;

  get now(): number {
    return this.#now;
  }

  /** The place that is worth least; undefined of none. */
  leastWorth<T extends Evictable>(places: readonly T[]): T | undefined {
    return places.toSorted((a, b) => worth(a) - worth(b))[0];
  }

  /** Records that a place was given up. */
  gaveUp(place: Evictable): void {
    this.#now = Math.max(this.#now, worth(place));
  }
}

function worth({ tokens, usedAt }: Evictable): number {
  return usedAt + tokens;
}
