import { carriesWords } from '../../prompt/window';
import type { FilterContext } from '../filterContext';
import { drop, type Filtered, keep, keepUnlessBlank } from './filtered';
import { indentationOf } from './indentationOf';

/** What a line of code ends in that goes on below it. */
const opener = /(?:[{([:]|=>|->)$/;

const closers = /^\s*[)\]}]+/;

/** A word that ends a block, or one by which it goes on at the indentation of the line that opened it. */
const endWord = /^\s*(?:end|fi|done|esac)\b|^\s*\*\//;
const middleWord = /^\s*(?:case|catch|default|elif|else|elsif|ensure|except|finally|rescue|when)\b/;

/**
 * Cuts a multi-line answer where it leaves the block that it began in: before the first line that stands further out
 * than the one it began in or, where the user's line opens a block that the answer fills, before the first that does
 * not stand further in. A line that closes the block stays, unless the document below closes it; nothing comes after.
 */
export function cutBehindBlock(text: string, context: FilterContext): Filtered {
  if (!text.includes('\n')) return keep(text);
  const { typed, firstHead } = context;
  // What was typed of the answer is judged with the rest, so that the place of the cut does not move with each key.
  const kept = linesOfBlock((firstHead + typed + text).split('\n'), context);
  if (kept === undefined) return keep(text);
  const end = kept.join('\n').length - firstHead.length - typed.length;
  return end <= 0 ? drop('block-end') : keepUnlessBlank(text.slice(0, end), 'block-end');
}

/** The lines up to the block's end, or undefined where all belong to it. */
function linesOfBlock(lines: readonly string[], context: FilterContext): readonly string[] | undefined {
  const { firstHead } = context;
  const [first = '', ...below] = lines;
  const start = indentationOf(first.trim() === '' ? firstHead : first);
  const second = below.find((line) => line.trim() !== '') ?? '';
  const beginsBelow = opener.test(firstHead.trimEnd()) && first.trim() === firstHead.trim();
  const fillsBlock = beginsBelow && isFurtherOut(start, indentationOf(second));
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || isMarginal(line)) continue;
    const indentation = indentationOf(line);
    const ends = fillsBlock && indentation === start && !goesOn(line);
    if (!ends && !isFurtherOut(indentation, start)) continue;
    const before = lines.slice(0, index);
    if (isWithinString(before)) return undefined;
    if (!closes(line) || !isOwed(line, before, context)) return before;
    return index === lines.length - 1 ? undefined : lines.slice(0, index + 1);
  }
  return undefined;
}

/** Whether a line stands at the margin whatever the block: conditions of a preprocessor. */
function isMarginal(line: string): boolean {
  return /^#(?:if|else|elif|endif)/.test(line);
}

function closes(line: string): boolean {
  return endWord.test(line) || (closers.test(line) && !opener.test(line.trimEnd()));
}

function goesOn(line: string): boolean {
  return middleWord.test(line) || (closers.test(line) && opener.test(line.trimEnd()));
}

/** Whether the document lacks a closing line: a line above opened the block, and none below closes it. */
function isOwed(line: string, before: readonly string[], context: FilterContext): boolean {
  const indentation = indentationOf(line);
  const [closer = ''] = /[)\]}]|\S+/.exec(line) ?? [];
  const isAtLevel = (other: string): boolean =>
    other.trim() !== '' && !isFurtherOut(indentation, indentationOf(other));
  const above = [...linesAboveFirst(context), ...before];
  const from = above.findLastIndex(isAtLevel);
  if (from < 0 || indentationOf(above[from] ?? '') !== indentation) return false;
  if (!leavesOpen(above.slice(from), closer)) return false;
  const { restOfLine } = context;
  if (!carriesWords(restOfLine) && restOfLine.includes(closer)) return true;
  const next = context.linesBelow.find(isAtLevel);
  return next === undefined || indentationOf(next) !== indentation || !next.trim().startsWith(closer);
}

/** Whether lines open more brackets of a kind than they close; true of what is no bracket. */
function leavesOpen(lines: readonly string[], closer: string): boolean {
  const bracket = { '}': '{', ')': '(', ']': '[' }[closer];
  if (bracket === undefined) return true;
  // What the first line closes, as in `} else {`, was opened before it.
  const text = lines.join('\n').replace(closers, '');
  return text.split(bracket).length > text.split(closer).length;
}

/** The lines above the one that the answer began in. */
function linesAboveFirst({ linesAbove, firstHead, typed }: FilterContext): readonly string[] {
  const typedLines = (firstHead + typed).split('\n').slice(0, -1);
  const count = typedLines.filter((line) => line.trim() !== '').length;
  return count === 0 ? linesAbove : linesAbove.slice(0, -count);
}

/** Whether an indentation is a beginning of another one. Tabs and spaces are not compared. */
function isFurtherOut(indentation: string, other: string): boolean {
  return indentation.length < other.length && other.startsWith(indentation);
}

/** Whether a string over several lines goes on, whose text has no indentation. */
function isWithinString(lines: readonly string[]): boolean {
  const text = lines.join('\n');
  return ['`', '"""', "'''"].some((quote) => text.split(quote).length % 2 === 0);
}
