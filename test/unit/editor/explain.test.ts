import { describe, expect, test } from 'vitest';
import type { FilterName } from '../../../src/completion/filters';
import { type NoAnswerReason, none } from '../../../src/completion/outcome';
import { explain, type Explanation } from '../../../src/editor/why/explain';
import { filterInWords } from '../../../src/editor/filterWords';
import type { OffState } from '../../../src/editor/hearthState';
import { failureReasons } from './failureReasons';

const of = (outcome: Parameters<typeof none>) =>
  explain({ kind: 'outcome', outcome: none(...outcome), otherProviders: [] });
const titles = ({ actions }: Explanation) => actions.map(({ title }) => title);

/** What is said and offered for each reason; a new one does not compile without. */
const reasons: Record<NoAnswerReason, [Explanation, string, string[]]> = {
  disabled: [of(['disabled', { detail: 'Completion is off.' }]), 'Completion is off.', ['Open Settings']],
  excluded: [of(['excluded', { detail: 'It may hold secrets.' }]), 'It may hold secrets.', ['Open Settings']],
  'held-back': [
    of(['held-back', { detail: 'The line is complete.' }]),
    'The line is complete.',
    ['Ask Anyway'],
  ],
  aborted: [of(['aborted']), 'called the request off', ['Ask Again']],
  superseded: [of(['superseded']), 'changed before', ['Ask Again']],
  empty: [of(['empty', { origin: 'warm' }]), 'nothing to add', ['Choose a Model']],
  filtered: [of(['filtered', { filter: 'unsure' }]), 'not sure', ['Ask Anyway']],
  failed: [of(['failed', { failure: 'engine-hung', detail: 'It hung.' }]), 'It hung.', ['Restart Engine']],
};

/** What is offered for each filter; a new one does not compile without. */
const filters: Record<FilterName, string[]> = {
  unsure: ['Ask Anyway'],
  'mid-line': ['Ask Anyway'],
  runaway: ['dropped'],
  'repeats-prefix': ['dropped'],
  'repeats-suffix': ['dropped'],
  brackets: ['dropped'],
  'block-end': ['dropped'],
  blank: [],
  unprintable: [],
};

const offReasons: Record<OffState['reason'], string[]> = {
  disabled: ['Turn On'],
  language: ['Turn On for css'],
  excluded: ['Open Settings'],
  'inline-suggest': ['Open Settings'],
  unsupported: [],
};

describe('explain', () => {
  test.each(Object.entries(reasons))('%s', (_, [explanation, words, actions]) => {
    expect(explanation.message).toContain(words);
    expect(titles(explanation)).toEqual(actions);
  });

  test.each(Object.entries(filters))('filtered by %s: in plain words, with what helps', (filter, help) => {
    const explanation = of(['filtered', { filter, dropped: 'what it said' }]);
    expect(explanation.message).toBe(`The model had an answer, but ${filterInWords(filter)}.`);
    expect(explanation.message).not.toContain(`filter ${filter}`);
    const offered = [...titles(explanation), ...(explanation.dropped === 'what it said' ? ['dropped'] : [])];
    expect(offered).toEqual(help);
  });

  test.each(Object.entries(offReasons))('off because of %s', (reason, actions) => {
    const off = { reason, message: 'It is off.' } as OffState;
    const explanation = explain({ kind: 'off', off, languageId: 'css' });
    expect(explanation.message).toMatch(/^It is off\./);
    expect(titles(explanation)).toEqual(actions);
  });

  test.each(failureReasons)('failed with %s: one action', (failure) => {
    expect(titles(of(['failed', { failure, detail: 'Why.' }]))).toHaveLength(1);
  });

  test('inside a word', () => {
    const explanation = of(['empty', { detail: 'The cursor is inside a word.' }]);
    expect(explanation.message).toContain('inside a word');
    expect(titles(explanation)).toEqual(['Ask Anyway']);
  });

  test('there is one: its beginning, where it is from, and why it may not be seen', () => {
    const outcome = {
      kind: 'answer',
      origin: 'cache',
      text: 'a();\nb();\nc();',
      replaceAfter: 0,
      timeToTextMs: 1,
    } as const;
    const alone = explain({ kind: 'outcome', outcome, otherProviders: [] });
    expect(alone.message).toContain('“a();” and 2 more lines');
    expect(alone.message).toContain('completion cache');
    expect(titles(alone)).toEqual(['Show It']);
    expect(explain({ kind: 'outcome', outcome, otherProviders: ['Other'] }).message).toContain('Other also');
  });

  test.each(['no-editor', 'no-code', 'several-cursors', 'selection'] as const)(
    '%s: whole sentences',
    (kind) => {
      expect(explain({ kind }).message).toMatch(/^[A-Z].*\.$/);
    },
  );

  test('a filter that is not known is named', () => {
    expect(of(['filtered', { filter: 'novel', dropped: 'x' }])).toEqual({
      message: 'The model had an answer, but the filter novel stopped it.',
      actions: [],
    });
  });
});
