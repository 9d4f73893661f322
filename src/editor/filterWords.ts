import type { FilterName } from '../completion/filters';

/** Why each filter stops an answer, to follow "because" or a colon. */
const words: Readonly<Record<FilterName, string>> = {
  unprintable: 'it held characters that cannot be shown',
  blank: 'it was only white space',
  runaway: 'the model repeated itself',
  'repeats-prefix': 'it repeated the lines above the cursor',
  'repeats-suffix': 'it repeated the text below the cursor',
  brackets: 'it began with a closing bracket that closes nothing',
  'block-end': 'it lay behind the end of the block',
  'mid-line': 'words follow the cursor in its line',
  unsure: 'the model was not sure of it',
};

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(words, name);
}

/** Why the filter of this name stopped an answer. A name that is not known stands for itself. */
export function filterInWords(name: string): string {
  return isFilterName(name) ? words[name] : `the filter ${name} stopped it`;
}
