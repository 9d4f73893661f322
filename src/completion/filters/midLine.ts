import { carriesWords } from '../../prompt/window';
import type { FilterContext } from '../filterContext';
import { drop, type Filtered, keep } from './filtered';

/** Closers, and the brace or colon that ends the line of a header behind them, as in `if (|) {`. */
const endsHeader = /^\s*[)\]}>'"`]+\s*(?:=>|->)?\s*[{:]\s*$/;

/**
 * Whether the cursor stands before text that an automatic suggestion would only stand in the way of: more than
 * closers, and more than closers and the opening of a block.
 */
export function isMidLine(restOfLine: string): boolean {
  return carriesWords(restOfLine) && !endsHeader.test(restOfLine);
}

/**
 * Where words follow the cursor in its line, an answer that nobody asked for is dropped. Of another one only what
 * fits before the words is kept: one line, and nothing that stands there already.
 */
export function keepWithinLine(text: string, { restOfLine, trigger }: FilterContext): Filtered {
  if (!carriesWords(restOfLine)) return keep(text);
  if (trigger === 'automatic' && isMidLine(restOfLine)) return drop('mid-line');
  const line = firstLine(text);
  if (line.trim() === '') return drop('blank');
  const own = line.slice(0, line.length - overlap(line, restOfLine.trimEnd()));
  if (own === line) return keep(line.trimEnd());
  // White space at the end stays: the answer goes on with the words that follow.
  return own.trim() === '' ? drop('repeats-suffix') : keep(own);
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : text.slice(0, end);
}

/**
 * Length of what must be cut from the end of `line` so that `rest` does not stand there twice: from where `rest`
 * begins in it, or the longest beginning of `rest` that it ends with.
 */
function overlap(line: string, rest: string): number {
  const shortest = 3;
  for (const whole of [rest, rest.trimStart()]) {
    const at = whole.length > shortest ? line.indexOf(whole) : -1;
    if (at >= 0) return line.length - at;
  }
  if (line.endsWith(rest)) return rest.length;
  for (let length = Math.min(line.length, rest.length - 1); length >= shortest; length--) {
    const start = rest.slice(0, length);
    if (line.endsWith(start) && /[\p{L}\p{N}_]/u.test(start)) return length;
  }
  return 0;
}
