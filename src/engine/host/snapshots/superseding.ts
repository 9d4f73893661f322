/** What of an older snapshot's tokens a newer one must share to take its place. */
const minShare = 0.8;

interface Saved {
  readonly document: string;
  readonly keyDigest: string;
  readonly tokens: readonly number[];
}

/** Whether `newer` is of the same place as `older`, and so makes it useless. */
export function supersedes(newer: Saved, older: Saved): boolean {
  return isComparable(newer, older) && commonLength(newer, older) >= minShare * older.tokens.length;
}

/** Whether `older` holds all that `newer` would. */
export function covers(older: Saved, newer: Saved): boolean {
  return isComparable(newer, older) && commonLength(newer, older) === newer.tokens.length;
}

function isComparable(a: Saved, b: Saved): boolean {
  return a.document === b.document && a.keyDigest === b.keyDigest;
}

function commonLength({ tokens: a }: Saved, { tokens: b }: Saved): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a[length] === b[length]) length++;
  return length;
}
