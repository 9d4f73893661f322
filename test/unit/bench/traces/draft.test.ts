import { describe, expect, it } from 'vitest';
import { Draft } from '../../../../bench/traces/draft';

const text = 'one two\nthree four\nfive';

function draftOf(): Draft {
  return new Draft('a.ts', 'typescript', text, [
    { from: 14, to: 18, stale: 'old' },
    { from: 4, to: 7, stale: '' },
  ]);
}

describe('Draft', () => {
  it('leaves its holes out of the text, in the order of the text', () => {
    const draft = draftOf();
    expect(draft.text).toBe('one \nthree old\nfive');
    expect(draft.holes.map(({ target }) => target)).toEqual(['four', 'two']);
    expect(draft.toDocument()).toEqual({ file: 'a.ts', languageId: 'typescript', text: draft.text });
  });

  it('knows where each cursor stands, and what is on its line', () => {
    const draft = draftOf();
    const [four, two] = draft.holes;
    if (!four || !two) throw new Error('The draft has no holes.');
    Object.assign(two, { typed: 'tw', pending: ')' });
    expect(draft.text).toBe('one tw)\nthree old\nfive');
    expect([draft.cursorIn(two), draft.lineBefore(two), draft.lineAfter(two)]).toEqual([6, 'one tw', ')']);
    expect([draft.cursorIn(four), draft.lineBefore(four), draft.lineAfter(four)]).toEqual([
      14,
      'three ',
      'old',
    ]);
    Object.assign(two, { typed: 'x\ny', pending: '\n}' });
    expect([draft.cursorIn(two), draft.lineBefore(two), draft.lineAfter(two)]).toEqual([7, 'y', '']);
    expect(draft.cursorIn(four)).toBe(16);
  });

  it('joins holes that touch into one line', () => {
    const draft = new Draft('a', 'b', 'abcd\n', [
      { from: 0, to: 2, stale: 'X' },
      { from: 2, to: 4, stale: 'Y' },
    ]);
    const [first, second] = draft.holes;
    if (!first || !second) throw new Error('The draft has no holes.');
    expect(draft.lineAfter(first)).toBe('XY');
    expect(draft.lineBefore(second)).toBe('X');
  });

  it('refuses holes that overlap, and one of another draft', () => {
    const overlap = [
      { from: 0, to: 3, stale: '' },
      { from: 2, to: 4, stale: '' },
    ];
    expect(() => new Draft('a', 'b', text, overlap)).toThrow('Holes overlap at 2.');
    const [hole] = draftOf().holes;
    if (!hole) throw new Error('The draft has no hole.');
    expect(() => draftOf().cursorIn(hole)).toThrow('The hole is not in a.ts.');
  });
});
