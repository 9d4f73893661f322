import { carriesWords } from '../../prompt/window';
import { type FilterContext, wholeLines } from '../filterContext';
import { drop, type Filtered, keep, keepUnlessBlank } from './filtered';

/** A shorter line, such as `i++;` or `next()`, is said twice now and then. */
const fewestUnits = 10;

/**
 * Drops an answer of whole lines that only says the lines above once more, or one of them again and again. One line
 * must be of some length, no word of it the user's, and the line above no repetition itself, as in a table.
 */
export function dropRepeatedPrefix(text: string, context: FilterContext): Filtered {
  const lines = wholeLines(text, context);
  if (!lines.some(carriesWords)) return keep(text);
  if (lines.length === 1)
    return repeatsLineAbove(lines[0] ?? '', context) ? drop('repeats-prefix') : keep(text);
  for (let period = 1; period <= Math.min(lines.length, context.linesAbove.length); period++) {
    const above = context.linesAbove.slice(-period);
    if (lines.every((line, index) => line === above[index % period])) return drop('repeats-prefix');
  }
  return keep(text);
}

function repeatsLineAbove(line: string, { head, linesAbove }: FilterContext): boolean {
  if (head.trim() !== '' || line.trim().length < fewestUnits) return false;
  return linesAbove.at(-1) === line && linesAbove.at(-2) !== line;
}

/**
 * Cuts the end of an answer that equals the lines below the cursor's. Lines of closers must agree in their
 * indentation, because `}` further in closes something else. The line that the cursor is in stays where the user has
 * typed half of it or more: who writes so much of a line again means to.
 */
export function cutRepeatedSuffix(text: string, context: FilterContext): Filtered {
  const rest = carriesWords(context.restOfLine) ? context.restOfLine : '';
  const lines = text.split('\n');
  for (let from = 0; from < lines.length; from++) {
    const head = from === 0 ? context.head : '';
    const end = from === lines.length - 1 ? rest : '';
    const tail = [head + (lines[from] ?? '') + end, ...lines.slice(from + 1)].filter(
      (line) => line.trim() !== '',
    );
    if (tail.length === 0 || tail.length > context.linesBelow.length) continue;
    if (!tail.every((line, index) => isSameLine(line, context.linesBelow[index] ?? ''))) continue;
    const own = from === 0 && isMostlyTyped(head, lines[0] ?? '') ? 1 : from;
    return keepUnlessBlank(lines.slice(0, own).join('\n'), 'repeats-suffix');
  }
  return keep(text);
}

function isMostlyTyped(head: string, rest: string): boolean {
  return carriesWords(head) && head.trimStart().length >= rest.trimEnd().length;
}

function isSameLine(line: string, below: string): boolean {
  return carriesWords(line) ? line.trim() === below.trim() : line.trimEnd() === below.trimEnd();
}
