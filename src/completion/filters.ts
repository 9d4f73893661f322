import { carriesWords } from '../prompt/window';
import { overwrittenClosers } from './closers';
import type { FilterContext } from './filterContext';
import { cutBehindBlock } from './filters/blockEnd';
import { cutStrayClosers } from './filters/brackets';
import { drop, type Filtered, keep, keepUnlessBlank } from './filters/filtered';
import { followIndentation } from './filters/indentationStyle';
import { keepWithinLine } from './filters/midLine';
import { cutRepeatedSuffix, dropRepeatedPrefix } from './filters/repeats';
import { cutUnprintable } from './filters/unprintable';
import { isRunaway } from './repetition';

export type { Dropped, FilterName, Filtered, Kept } from './filters/filtered';

export type Filter = (text: string, context: FilterContext) => Filtered;

/**
 * In the order they run. Cutting comes before judging, indentation before what is told by it, and the closers last
 * because they see the final text.
 */
export const filters: readonly Filter[] = [
  cutUnprintable,
  dropBlank,
  dropRunaway,
  keepWithinLine,
  followIndentation,
  dropRepeatedPrefix,
  cutRepeatedSuffix,
  cutStrayClosers,
  cutBehindBlock,
  replaceClosers,
];

/** Runs every filter on an answer: on the engine's, and again on each hit. Pure. */
export function applyFilters(text: string, context: FilterContext): Filtered {
  let result: Filtered = keep(text);
  for (const filter of filters) {
    const given: string = result.text;
    result = filter(given, context);
    if (result.kind === 'dropped') return filter === cutUnprintable ? result : { ...result, text: given };
  }
  return result;
}

/** Takes white space off the end, and drops an answer that is nothing else. */
export function dropBlank(text: string): Filtered {
  return keepUnlessBlank(text, 'blank');
}

/** Drops an answer in which the model went round in circles; what was typed of it before counts too. */
export function dropRunaway(text: string, context: FilterContext): Filtered {
  return isRunaway(context.typed + text) ? drop('runaway') : keep(text);
}

/** Finds how many of the closers right of the cursor the answer brings itself, so that none is doubled. */
export function replaceClosers(text: string, { restOfLine }: FilterContext): Filtered {
  if (carriesWords(restOfLine)) return keep(text);
  return { kind: 'kept', text, replaceAfter: overwrittenClosers(text, restOfLine) };
}
