import { commonLength } from '../kvPlan';

/** What of an older snapshot's tokens a newer one must share to take its place. */
const minShare = 0.8;

interface Saved {
  readonly document: string;
  readonly keyDigest: string;
  readonly tokens: readonly number[];
}

/** Whether `newer` is of the same place as `older`, and so makes it useless. */
export function supersedes(newer: Saved, older: Saved): boolean {
  return (
    isComparable(newer, older) && commonLength(newer.tokens, older.tokens) >= minShare * older.tokens.length
  );
}

/** Whether `older` holds all that `newer` would. */
export function covers(older: Saved, newer: Saved): boolean {
  return isComparable(newer, older) && commonLength(newer.tokens, older.tokens) === newer.tokens.length;
}

function isComparable(a: Saved, b: Saved): boolean {
  return a.document === b.document && a.keyDigest === b.keyDigest;
}
