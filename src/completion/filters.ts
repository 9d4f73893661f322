import { carriesWords } from '../prompt/window';
import { type FilterContext, wholeLines } from './filterContext';
import { isRunaway } from './repetition';
import { overwrittenClosers } from './closers';

/** What a filter makes of an answer: text to show, or the name of the filter that left nothing to show. */
export type Filtered = Kept | Dropped;

export interface Kept {
  readonly kind: 'kept';
  readonly text: string;
  /** How many UTF-16 units right of the cursor the text replaces; never beyond the cursor's line. */
  readonly replaceAfter: number;
}

export interface Dropped {
  readonly kind: 'dropped';
  readonly filter: FilterName;
}

export type FilterName = 'unprintable' | 'blank' | 'runaway' | 'repeats-prefix' | 'repeats-suffix';

type Filter = (text: string, context: FilterContext) => Filtered;

/** In the order they run. Cutting comes before judging, and the closers come last because they see the final text. */
const filters: readonly Filter[] = [
  cutUnprintable,
  dropBlank,
  dropRunaway,
  keepWithinLine,
  dropRepeatedPrefix,
  cutRepeatedSuffix,
  replaceClosers,
];

/** Runs every filter on an answer: on the engine's, and again on each hit. Pure. */
export function applyFilters(text: string, context: FilterContext): Filtered {
  let result: Filtered = keep(text);
  for (const filter of filters) {
    result = filter(result.text, context);
    if (result.kind === 'dropped') return result;
  }
  return result;
}

// Control characters but tab and line break, halves of surrogate pairs, and what a decoder puts in place of
// bytes that are no character: the model went astray, or the answer was cut within a character.
const unprintable = /(?![\t\n])\p{Cc}|\p{Surrogate}|\ufffd/u;

/** Cuts an answer before the first character that cannot be shown. */
export function cutUnprintable(text: string): Filtered {
  const at = text.search(unprintable);
  return at < 0 ? keep(text) : keepUnlessBlank(text.slice(0, at), 'unprintable');
}

/** Takes white space off the end, and drops an answer that is nothing else. */
export function dropBlank(text: string): Filtered {
  return keepUnlessBlank(text, 'blank');
}

/** Drops an answer in which the model went round in circles; what was typed of it before counts too. */
export function dropRunaway(text: string, context: FilterContext): Filtered {
  return isRunaway(context.typed + text) ? drop('runaway') : keep(text);
}

/**
 * Where words follow the cursor in its line, keeps only what fits before them: one line, and nothing that
 * stands there already.
 */
export function keepWithinLine(text: string, { restOfLine }: FilterContext): Filtered {
  if (!carriesWords(restOfLine)) return keep(text);
  const line = firstLine(text);
  if (line.trim() === '') return drop('blank');
  return keepUnlessBlank(
    line.slice(0, line.length - overlap(line, restOfLine.trimEnd())),
    'repeats-suffix',
    line,
  );
}

/** Drops an answer of two whole lines or more that only says the lines above once more, or one of them again and again. */
export function dropRepeatedPrefix(text: string, context: FilterContext): Filtered {
  const lines = wholeLines(text, context);
  if (lines.length < 2 || !lines.some(carriesWords)) return keep(text);
  for (let period = 1; period <= Math.min(lines.length, context.linesAbove.length); period++) {
    const above = context.linesAbove.slice(-period);
    if (lines.every((line, index) => line === above[index % period])) return drop('repeats-prefix');
  }
  return keep(text);
}

/**
 * Cuts the end of an answer that equals the lines below the cursor's. Lines of closers must agree in their
 * indentation, because `}` further in closes something else.
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
    return keepUnlessBlank(lines.slice(0, from).join('\n'), 'repeats-suffix');
  }
  return keep(text);
}

/** Finds how many of the closers right of the cursor the answer brings itself, so that none is doubled. */
export function replaceClosers(text: string, { restOfLine }: FilterContext): Filtered {
  if (carriesWords(restOfLine)) return keep(text);
  return { kind: 'kept', text, replaceAfter: overwrittenClosers(text, restOfLine) };
}

function keep(text: string): Kept {
  return { kind: 'kept', text, replaceAfter: 0 };
}

function drop(filter: FilterName): Dropped {
  return { kind: 'dropped', filter };
}

/** White space at the end is taken off, except where the text is shown before words of the same line. */
function keepUnlessBlank(text: string, filter: FilterName, before?: string): Filtered {
  if (text.trim() === '') return drop(filter);
  return keep(before === undefined || text === before ? text.trimEnd() : text);
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

function isSameLine(line: string, below: string): boolean {
  return carriesWords(line) ? line.trim() === below.trim() : line.trimEnd() === below.trimEnd();
}
