import { describe, expect, test } from 'vitest';
import { none } from '../../../src/completion/outcome';
import { Activity } from '../../../src/editor/activity';

const document = { uri: { toString: () => 'file:///a.ts' }, version: 3 };
const place = { line: 1, character: 4 };
const empty = none('empty', { origin: 'warm' });

describe('Activity', () => {
  test('knows how the last request ended at this very place of this very text', () => {
    const activity = new Activity();
    activity.note(empty, document, place);
    expect(activity.lastAt(document, place)).toBe(empty);
    expect(activity.lastAt({ ...document, version: 4 }, place)).toBeUndefined();
    expect(activity.lastAt({ ...document, uri: { toString: () => 'file:///b.ts' } }, place)).toBeUndefined();
    expect(activity.lastAt(document, { line: 1, character: 5 })).toBeUndefined();
    expect(activity.lastAt(document, { line: 0, character: 4 })).toBeUndefined();
  });

  test('does not believe that what was off still is', () => {
    for (const reason of ['disabled', 'excluded'] as const) {
      const activity = new Activity();
      activity.note(none(reason), document, place);
      expect(activity.last?.kind).toBe('none');
      expect(activity.lastAt(document, place)).toBeUndefined();
    }
  });

  test('passes over what was called off, and forgets when it is told to', () => {
    const activity = new Activity();
    activity.note(empty, document, place);
    activity.note(none('aborted'), document, place);
    activity.note(none('superseded'), document, place);
    expect(activity.last).toBe(empty);
    activity.reset();
    expect(activity.lastAt(document, place)).toBeUndefined();
  });
});
