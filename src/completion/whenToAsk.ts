import { carriesWords } from '../prompt/window';

/** Most milliseconds that a request waits for the next key before the engine is asked. */
export const longestWaitMs = 150;

/** Least wait before the engine is asked at a place it does not know, in ms. */
export const shortestColdWaitMs = 30;

export interface AskingState {
  /** Whether the user asked for a completion. */
  readonly isExplicit: boolean;
  /** Whether the engine's KV cache holds the document's place. */
  readonly isWarm: boolean;
  /** Whether an engine request runs that this one puts an end to. */
  readonly isBusy: boolean;
  /** Typical time between two keys. */
  readonly gapMs: number;
  /** Typical time from a warm request to its first token; undefined before the first. */
  readonly firstTokenMs: number | undefined;
}

/**
 * How long to wait for the next key before the engine is asked, in ms. None where the KV is warm and the engine idle.
 * Where a request is being called off, none either if the first token comes before the next key: from then on the
 * next key can join. Otherwise the time of a key and a half, so that somebody who types on costs nothing. What a cold request
 * evaluates before it is called off is kept, so its wait is bounded: all it saves is places that are left at once.
 */
export function waitBeforeAsking({
  isExplicit,
  isWarm,
  isBusy,
  gapMs,
  firstTokenMs = 0,
}: AskingState): number {
  if (isExplicit || (isWarm && (!isBusy || firstTokenMs <= gapMs))) return 0;
  return Math.min(longestWaitMs, Math.max(isWarm ? 0 : shortestColdWaitMs, 1.5 * gapMs));
}

/** Statements that are whole by themselves. */
const wholeStatement = /^\s*(?:break|continue|pass|return;|[)\]}]+[;,]?)$/;

/**
 * Whether nothing is left to say in a line up to `head`, at its end: a statement that ends in a semicolon outside of
 * brackets, a line of closers, or one that opens a block. What comes next is on another line.
 */
export function isLineComplete(head: string, restOfLine: string): boolean {
  if (carriesWords(restOfLine)) return false;
  const code = head.trimEnd();
  if (code === '' || isComment(code)) return false;
  if (wholeStatement.test(code)) return true;
  if (code.endsWith(';')) return !isInsideBrackets(code);
  return code.endsWith('{') && restOfLine.trim() === '' && !code.endsWith('${');
}

function isComment(code: string): boolean {
  return /^\s*(?:\/\/|#|\*|\/\*|--)/.test(code);
}

/** Whether more brackets are opened than closed in a line, as in `for (let i = 0;`. Strings are not looked into. */
function isInsideBrackets(code: string): boolean {
  let open = 0;
  for (const unit of code) {
    if (unit === '(' || unit === '[') open++;
    else if (unit === ')' || unit === ']') open = Math.max(0, open - 1);
  }
  return open > 0;
}
