import { snapToCharacter, startInLine } from './window';

/**
 * How a window is laid into a prompt: `head` from the window's start to the anchor, `middle` from the anchor
 * to the cursor, `suffix` after the cursor. `head` and `suffix` stay as they are while the user types, so that
 * their KV state stays valid; `middle` grows at its end.
 */
export interface Placement {
  readonly document: string;
  readonly path: string;
  /** Name of the repository; empty where there is none. */
  readonly repository: string;
  readonly head: string;
  /** Whether `head` begins at the first character of the document. */
  readonly headIsWhole: boolean;
  readonly middle: string;
  readonly suffix: string;
  /** Whether `suffix` ends where the document does. */
  readonly suffixIsWhole: boolean;
  /** By how many UTF-16 units head and suffix differ from the document, which was edited since; 0 as a rule. */
  readonly stale: number;
}

/** The text around a cursor, as far as it may be used; a subset of the engine's `PromptText`. */
export interface PlacementText {
  readonly document: string;
  readonly path: string;
  readonly repository: string;
  readonly before: string;
  readonly beforeIsWhole: boolean;
  readonly after: string;
}

/** Sizes that decide where a window begins and where the anchor stands. Characters are UTF-16 units. */
export interface PlacementLimits {
  /** A new window begins at most this far above the cursor … */
  readonly freshLines: number;
  readonly freshCharacters: number;
  /** … unless an older window's start is within this reach, so that what was evaluated of it stays valid. */
  readonly sharedLines: number;
  readonly sharedCharacters: number;
  /** A window is followed until it has grown to this; the engine's token budget usually ends it sooner. */
  readonly keptCharacters: number;
  /** A new anchor stands this many lines above the cursor's line. */
  readonly anchorLines: number;
  /** An anchor is kept while the cursor is at least this far below it (unless the document begins there). */
  readonly minMiddleLines: number;
  /** Idle time is used for a new placement when the middle or the window has grown to this. */
  readonly renewMiddleLines: number;
  readonly renewCharacters: number;
  readonly suffixLines: number;
  readonly suffixCharacters: number;
  /** What is near the cursor is never stale: this many lines above the anchor, and below the cursor. */
  readonly nearHeadLines: number;
  readonly nearSuffixLines: number;
  /** How much of the text further away may differ from the document for a while. */
  readonly maxStaleCharacters: number;
}

/**
 * The reasons for these figures are in `docs/decisions/0002-anchored-layout.md`: answers are best from an anchor
 * 12 lines or more above the cursor, and a longer middle costs nothing a key.
 */
export const defaultPlacementLimits: PlacementLimits = {
  freshLines: 36,
  freshCharacters: 1_400,
  sharedLines: 80,
  sharedCharacters: 3_600,
  keptCharacters: 10_000,
  anchorLines: 24,
  minMiddleLines: 6,
  renewMiddleLines: 64,
  renewCharacters: 6_500,
  suffixLines: 10,
  suffixCharacters: 400,
  nearHeadLines: 6,
  nearSuffixLines: 4,
  maxStaleCharacters: 2_000,
};

/** Limits for text that makes more tokens a character than code does: every size of the window halved. */
export function halve(limits: PlacementLimits): PlacementLimits {
  const half = (size: number): number => Math.floor(size / 2);
  return {
    ...reaching(limits, 1 / 2),
    anchorLines: half(limits.anchorLines),
    minMiddleLines: half(limits.minMiddleLines),
    renewMiddleLines: half(limits.renewMiddleLines),
  };
}

/** Limits for a window that reaches `factor` times as far. Where the anchor stands does not depend on it. */
export function reaching(limits: PlacementLimits, factor: number): PlacementLimits {
  const times = (size: number): number => Math.floor(size * factor);
  return {
    ...limits,
    freshLines: times(limits.freshLines),
    freshCharacters: times(limits.freshCharacters),
    sharedLines: times(limits.sharedLines),
    sharedCharacters: times(limits.sharedCharacters),
    keptCharacters: times(limits.keptCharacters),
    renewCharacters: times(limits.renewCharacters),
    suffixLines: times(limits.suffixLines),
    suffixCharacters: times(limits.suffixCharacters),
  };
}

/**
 * The same place with what was typed since: `current`'s head and suffix, and the new middle. Text far from the
 * cursor may have been edited: `stale` then says by how much. Undefined where the text near the cursor no longer
 * agrees, too much is stale, or the anchor is too near or too far.
 */
export function follow(
  text: PlacementText,
  current: Placement,
  limits: PlacementLimits = defaultPlacementLimits,
): Placement | undefined {
  if (text.document !== current.document || text.path !== current.path) return undefined;
  if (text.repository !== current.repository) return undefined;
  const head = findHead(text, current) ?? findStaleHead(text, current, limits);
  if (head === undefined) return undefined;
  const middle = text.before.slice(head.end);
  if (current.head.length + middle.length > limits.keptCharacters) return undefined;
  if (!keepsAnchor(middle, current, limits)) return undefined;
  const changedBelow = changeOfSuffix(text.after, current, limits);
  if (changedBelow === undefined) return undefined;
  const stale = head.changed + changedBelow;
  return stale > limits.maxStaleCharacters ? undefined : { ...current, middle, stale };
}

/**
 * A new placement: the anchor at its best distance. The window's start is `near`'s where that start is still in
 * reach and the KV state of the head up to the older anchor, which is then shared, saves what the longer window costs.
 */
export function place(
  text: PlacementText,
  near: Placement | undefined,
  limits: PlacementLimits = defaultPlacementLimits,
): Placement {
  const anchorLine = lineStartAbove(text.before, text.before.length, limits.anchorLines);
  const start = windowStart(text, near, anchorLine, limits);
  const anchor = Math.max(start, anchorLine);
  const suffix = cutSuffix(text.after, limits);
  return {
    document: text.document,
    path: text.path,
    repository: text.repository,
    head: text.before.slice(start, anchor),
    headIsWhole: start === 0 && text.beforeIsWhole,
    middle: text.before.slice(anchor),
    suffix,
    suffixIsWhole: suffix.length === text.after.length,
    stale: 0,
  };
}

/** Whether a placement will have to be given up, or is worse than a new one: worth preparing another when idle. */
export function wantsRenewal(current: Placement, limits: PlacementLimits = defaultPlacementLimits): boolean {
  const lines = countLineBreaks(current.middle);
  return (
    lines > limits.renewMiddleLines ||
    current.head.length + current.middle.length > limits.renewCharacters ||
    (lines < limits.anchorLines / 2 && current.head.length > 0)
  );
}

/** Where the head ends in the text before the cursor, and how much of it differs, in UTF-16 units. */
interface FoundHead {
  readonly end: number;
  readonly changed: number;
}

function findHead(text: PlacementText, current: Placement): FoundHead | undefined {
  const { head, headIsWhole } = current;
  if (headIsWhole) {
    return text.beforeIsWhole && text.before.startsWith(head) ? { end: head.length, changed: 0 } : undefined;
  }
  if (head === '') return undefined;
  const index = text.before.lastIndexOf(head);
  return index < 0 || !isLineStart(text, index) ? undefined : { end: index + head.length, changed: 0 };
}

/** A head whose lines next to the anchor are unchanged, while some further up were edited. */
function findStaleHead(
  text: PlacementText,
  current: Placement,
  limits: PlacementLimits,
): FoundHead | undefined {
  const nearStart = lineStartAbove(current.head, current.head.length, limits.nearHeadLines);
  if (nearStart === 0) return undefined;
  const near = current.head.slice(nearStart);
  const index = text.before.lastIndexOf(near);
  if (index < 0 || !isLineStart(text, index)) return undefined;
  const isWhole = current.headIsWhole && text.beforeIsWhole;
  const changed = sizeOfChange(current.head.slice(0, nearStart), text.before.slice(0, index), isWhole);
  return { end: index + near.length, changed };
}

/**
 * How many UTF-16 units lie between the beginning and the end that two texts share. Where they do not both begin
 * with the document, `now` is taken from where the old text begins in it.
 */
function sizeOfChange(then: string, now: string, isWhole: boolean): number {
  const start = isWhole ? 0 : now.lastIndexOf(then.slice(0, startProbe));
  const present = start < 0 ? now.slice(-then.length) : now.slice(start);
  const shorter = Math.min(then.length, present.length);
  const end = commonEnd(then, present);
  const beginning = Math.min(commonBeginning(then, present), shorter - end);
  return Math.max(then.length, present.length) - beginning - end;
}

function keepsAnchor(middle: string, current: Placement, limits: PlacementLimits): boolean {
  return (
    countLineBreaks(middle) >= limits.minMiddleLines ||
    current.head === '' ||
    middle.length >= current.middle.length
  );
}

/** A suffix of this length, in UTF-16 units, is no chance likeness. */
const longSuffix = 120;

/**
 * How many UTF-16 units of a suffix differ from the text after the cursor now; undefined where the lines next to the
 * cursor do. Closers and blank lines that come and go around the cursor (auto-closed brackets, Enter between
 * braces) do not move a suffix: both are compared without them. One that is cut, or long, agrees when the text still
 * begins with it; one that holds nothing else, when nothing else is in its reach now.
 */
function changeOfSuffix(after: string, current: Placement, limits: PlacementLimits): number | undefined {
  const then = withoutLeadingClosers(current.suffix);
  if (then === '') return withoutLeadingClosers(cutSuffix(after, limits)) === '' ? 0 : undefined;
  const now = withoutLeadingClosers(after);
  const endsWithDocument = current.suffixIsWhole && then.length < longSuffix;
  if (endsWithDocument ? now === then : now.startsWith(then)) return 0;
  const common = commonBeginning(then, now);
  if (countLineBreaks(then.slice(0, common)) < limits.nearSuffixLines) return undefined;
  return Math.max(then.length, Math.min(now.length, limits.suffixCharacters)) - common;
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

function windowStart(
  text: PlacementText,
  near: Placement | undefined,
  anchorLine: number,
  limits: PlacementLimits,
): number {
  const fresh = freshStart(text, limits);
  const shared = near && sharedStart(text, near, limits);
  if (near === undefined || shared === undefined) return fresh;
  const common = Math.min(near.head.length, anchorLine - shared);
  return shared + common >= fresh ? shared : fresh;
}

function sharedStart(text: PlacementText, near: Placement, limits: PlacementLimits): number | undefined {
  if (near.document !== text.document) return undefined;
  const old = near.head + near.middle;
  const start = near.headIsWhole
    ? text.beforeIsWhole
      ? 0
      : -1
    : text.before.lastIndexOf(old.slice(0, startProbe));
  if (start < 0 || !isLineStart(text, start)) return undefined;
  const reach = text.before.slice(start);
  const inReach = reach.length <= limits.sharedCharacters && countLineBreaks(reach) <= limits.sharedLines;
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

function commonBeginning(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

function commonEnd(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length))
    length++;
  return length;
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
