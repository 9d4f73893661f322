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
  /** What the filter was given, free of what cannot be shown. */
  readonly text?: string;
}

export type FilterName =
  | 'unprintable'
  | 'blank'
  | 'runaway'
  | 'repeats-prefix'
  | 'repeats-suffix'
  | 'brackets'
  | 'block-end'
  | 'mid-line'
  | 'unsure';

export function keep(text: string): Kept {
  return { kind: 'kept', text, replaceAfter: 0 };
}

export function drop(filter: FilterName): Dropped {
  return { kind: 'dropped', filter };
}

/** Takes white space off the end, and drops a text that is nothing else. */
export function keepUnlessBlank(text: string, filter: FilterName): Filtered {
  return text.trim() === '' ? drop(filter) : keep(text.trimEnd());
}
