import { snapToCharacter, startInLine } from './window';

/**
 * How a window is laid into a prompt: `head` from the window's start to the anchor, `middle` from the anchor
 * to the cursor, `suffix` after the cursor. `head` and `suffix` stay as they are while the user types, so that
 * their KV state stays valid; `middle` grows at its end.
 */
export interface Placement {
  readonly document: string;
  readonly path: string;
  readonly head: string;
  /** Whether `head` begins at the first character of the document. */
  readonly headIsWhole: boolean;
  readonly middle: string;
  readonly suffix: string;
  /** Whether `suffix` ends where the document does. */
  readonly suffixIsWhole: boolean;
}

/** The text around a cursor, as far as it may be used; a subset of the engine's `PromptText`. */
export interface PlacementText {
  readonly document: string;
  readonly path: string;
  readonly before: string;
  readonly beforeIsWhole: boolean;
  readonly after: string;
}

/** Sizes that decide where a window begins and where the anchor stands. Characters are UTF-16 units. */
export interface PlacementLimits {
  /** A new window begins at most this far above the cursor … */
  readonly freshLines: number;
  readonly freshCharacters: number;
  /** … and is kept until it has grown to this. The distance between the two is the hysteresis. */
  readonly keptLines: number;
  readonly keptCharacters: number;
  /** A new anchor stands this many lines above the cursor's line. */
  readonly anchorLines: number;
  /** An anchor is kept while the cursor is at least this far below it (unless the document begins there) … */
  readonly minMiddleLines: number;
  /** … and at most this far. */
  readonly maxMiddleLines: number;
  readonly maxMiddleCharacters: number;
  readonly suffixLines: number;
  readonly suffixCharacters: number;
}

/**
 * The reasons for these figures are in `docs/decisions/0002-anchored-layout.md`: answers are best from an anchor
 * 12 lines or more above the cursor, and a longer middle costs nothing but context.
 */
export const defaultPlacementLimits: PlacementLimits = {
  freshLines: 64,
  freshCharacters: 3_000,
  keptLines: 144,
  keptCharacters: 7_000,
  anchorLines: 24,
  minMiddleLines: 6,
  maxMiddleLines: 96,
  maxMiddleCharacters: 4_800,
  suffixLines: 20,
  suffixCharacters: 900,
};

/** Limits for text that makes more tokens a character than code does: every size halved. */
export function halve(limits: PlacementLimits): PlacementLimits {
  const half = (size: number): number => Math.floor(size / 2);
  return {
    freshLines: half(limits.freshLines),
    freshCharacters: half(limits.freshCharacters),
    keptLines: half(limits.keptLines),
    keptCharacters: half(limits.keptCharacters),
    anchorLines: half(limits.anchorLines),
    minMiddleLines: half(limits.minMiddleLines),
    maxMiddleLines: half(limits.maxMiddleLines),
    maxMiddleCharacters: half(limits.maxMiddleCharacters),
    suffixLines: half(limits.suffixLines),
    suffixCharacters: half(limits.suffixCharacters),
  };
}

/**
 * The same place with what was typed since: `current`'s head and suffix, and the new middle. Undefined where the
 * text around the cursor no longer agrees with them, or the anchor is too near or too far.
 */
export function follow(
  text: PlacementText,
  current: Placement,
  limits: PlacementLimits = defaultPlacementLimits,
): Placement | undefined {
  if (text.document !== current.document || text.path !== current.path) return undefined;
  const start = findHead(text, current);
  if (start === undefined) return undefined;
  const middle = text.before.slice(start + current.head.length);
  if (!keepsAnchor(middle, current, limits)) return undefined;
  if (text.before.length - start > limits.keptCharacters) return undefined;
  if (!suffixAgrees(text.after, current, limits)) return undefined;
  return { ...current, middle };
}

/**
 * A new placement: the anchor at its best distance. The window's start is `near`'s where that start is still in
 * reach, so that the KV state of the head up to the older anchor is shared.
 */
export function place(
  text: PlacementText,
  near: Placement | undefined,
  limits: PlacementLimits = defaultPlacementLimits,
): Placement {
  const start = sharedStart(text, near, limits) ?? freshStart(text, limits);
  const anchor = Math.max(start, lineStartAbove(text.before, text.before.length, limits.anchorLines));
  const suffix = cutSuffix(text.after, limits);
  return {
    document: text.document,
    path: text.path,
    head: text.before.slice(start, anchor),
    headIsWhole: start === 0 && text.beforeIsWhole,
    middle: text.before.slice(anchor),
    suffix,
    suffixIsWhole: suffix.length === text.after.length,
  };
}

/** Whether a placement will soon be given up, or is worse than a new one: worth preparing another when idle. */
export function wantsRenewal(current: Placement, limits: PlacementLimits = defaultPlacementLimits): boolean {
  const lines = countLineBreaks(current.middle);
  return (
    lines > limits.maxMiddleLines * 0.7 ||
    current.middle.length > limits.maxMiddleCharacters * 0.7 ||
    current.head.length + current.middle.length > limits.keptCharacters * 0.85 ||
    (lines < limits.anchorLines / 2 && current.head.length > 0)
  );
}

function findHead(text: PlacementText, current: Placement): number | undefined {
  if (current.headIsWhole) {
    return text.beforeIsWhole && text.before.startsWith(current.head) ? 0 : undefined;
  }
  if (current.head === '') return undefined;
  const index = text.before.lastIndexOf(current.head);
  return index < 0 || !isLineStart(text, index) ? undefined : index;
}

function keepsAnchor(middle: string, current: Placement, limits: PlacementLimits): boolean {
  const lines = countLineBreaks(middle);
  if (lines > limits.maxMiddleLines || middle.length > limits.maxMiddleCharacters) return false;
  return lines >= limits.minMiddleLines || current.head === '' || middle.length >= current.middle.length;
}

/** A suffix of this length, in UTF-16 units, is no chance likeness. */
const longSuffix = 120;

/**
 * Closers and blank lines that come and go around the cursor (auto-closed brackets, Enter between braces) do not
 * move a suffix: both are compared without them. One that is cut, or long, agrees when the text still begins
 * with it; one that holds nothing else, when nothing else is in its reach now.
 */
function suffixAgrees(after: string, current: Placement, limits: PlacementLimits): boolean {
  const then = withoutLeadingClosers(current.suffix);
  if (then === '') return withoutLeadingClosers(cutSuffix(after, limits)) === '';
  const now = withoutLeadingClosers(after);
  return current.suffixIsWhole && then.length < longSuffix ? now === then : now.startsWith(then);
}

function withoutLeadingClosers(text: string): string {
  return text.replace(/^[\s)\]}>'"`;,]*/, '');
}

function cutSuffix(after: string, limits: PlacementLimits): string {
  const end = lineEndBelow(after, limits.suffixLines);
  if (end <= limits.suffixCharacters) return after.slice(0, end);
  const lineEnd = after.lastIndexOf('\n', limits.suffixCharacters);
  return after.slice(0, lineEnd > 0 ? lineEnd : snapToCharacter(after, limits.suffixCharacters));
}

/** How much of the old head must be found again to know where its window began. */
const startProbe = 240;

function sharedStart(text: PlacementText, near: Placement | undefined, limits: PlacementLimits) {
  if (near?.document !== text.document) return undefined;
  const old = near.head + near.middle;
  const start = near.headIsWhole
    ? text.beforeIsWhole
      ? 0
      : -1
    : text.before.lastIndexOf(old.slice(0, startProbe));
  if (start < 0 || !isLineStart(text, start)) return undefined;
  const reach = text.before.slice(start);
  const inReach = reach.length <= limits.keptCharacters && countLineBreaks(reach) <= limits.keptLines;
  // A start that leaves little room above the anchor would starve the prompt of text it could read.
  const isDeep = start === 0 || countLineBreaks(reach) >= limits.anchorLines;
  return inReach && isDeep ? start : undefined;
}

function freshStart(text: PlacementText, limits: PlacementLimits): number {
  const { before } = text;
  const byLines = lineStartAbove(before, before.length, limits.freshLines);
  if (before.length - byLines <= limits.freshCharacters) return byLines;
  const earliest = before.length - limits.freshCharacters;
  const lineStart = before.indexOf('\n', earliest - 1) + 1;
  return lineStart > 0 ? lineStart : startInLine(before, limits.freshCharacters);
}

function isLineStart(text: PlacementText, index: number): boolean {
  return index === 0 || text.before[index - 1] === '\n';
}

/** Start of the line `lines` above the one that holds `offset`, or 0. */
function lineStartAbove(text: string, offset: number, lines: number): number {
  let start = offset;
  for (let left = lines; left >= 0; left--) {
    if (start === 0) return 0;
    const lineBreak = text.lastIndexOf('\n', start - 1);
    if (lineBreak < 0) return 0;
    start = lineBreak;
  }
  return start + 1;
}

/** End of the `lines`-th line break's line, or the text's length. */
function lineEndBelow(text: string, lines: number): number {
  let end = -1;
  for (let left = lines + 1; left > 0; left--) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text.length;
  }
  return end;
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
