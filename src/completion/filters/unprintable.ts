import type { FilterContext } from '../filterContext';
import { type Filtered, keep, keepUnlessBlank } from './filtered';

// Control characters but tab and line break, halves of surrogate pairs, and what a decoder puts in place of
// bytes that are no character: the model went astray, or the answer was cut within a character. Line and
// paragraph separators end a line in some programs and none in an editor. Embeddings, overrides and isolates make
// code read otherwise than it runs ("Trojan Source", CVE-2021-42574).
const unprintable = /(?![\t\n])\p{Cc}|\p{Surrogate}|[\ufffd\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Marks that give a direction to what stands beside them: left-to-right, right-to-left and Arabic letter mark. */
const directionalMark = /[\u200e\u200f\u061c]/;

/** Cuts an answer before the first character that cannot be shown, or that hides what is. */
export function cutUnprintable(text: string, context: FilterContext): Filtered {
  const found = [text.search(unprintable), unusualMark(text, context)].filter((at) => at >= 0);
  return found.length === 0 ? keep(text) : keepUnlessBlank(text.slice(0, Math.min(...found)), 'unprintable');
}

/** Where the text has its first directional mark, or -1: also where others stand around it, as in Hebrew or Arabic text. */
function unusualMark(text: string, { head, restOfLine, linesAbove, linesBelow }: FilterContext): number {
  const at = text.search(directionalMark);
  if (at < 0) return -1;
  return [head, restOfLine, ...linesAbove, ...linesBelow].some((line) => directionalMark.test(line))
    ? -1
    : at;
}
