import { describe, expect, test } from 'vitest';
import { lastPlaceFirst, type TextChange } from '../../../src/completion/liveText';
import { Survival } from '../../../src/completion/survival';
import { seededRandom } from '../../support/random';

/** How much is left of the text between `[` and `]`, which are not in the document, after changes. */
function left(marked: string, ...changes: readonly TextChange[]): number {
  const offset = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const text = marked.replace('[', '').replace(']', '');
  const survival = survivalIn(text, offset, end);
  for (const change of changes) survival.change(change);
  return survival.surviving;
}

function survivalIn(text: string, offset: number, end: number): Survival {
  const document = {
    uri: 'file:///a.ts',
    lineEnd: '\n' as const,
    textBetween: (from: number, to: number) => text.slice(Math.max(0, from), to),
  };
  return new Survival(document, [{ offset, text: text.slice(offset, end) }]);
}

function change(rangeOffset: number, rangeLength: number, text: string): TextChange {
  return { rangeOffset, rangeLength, text };
}

describe('what edits leave of a text', () => {
  test('edits around it leave it whole, wherever they move it', () => {
    expect(left('one [abcd] two', change(0, 3, 'x'), change(2, 0, 'a'), change(7, 4, 'b'))).toBe(4);
    expect(left('one [abcd] two', change(4, 0, 'xy'), change(10, 0, 'xy'), change(6, 4, ''))).toBe(0);
  });

  test('an insertion counts for nothing', () => {
    expect(left('[abcd]', change(2, 0, 'xy'))).toBe(4);
    expect(left('[abcd]', change(2, 0, 'xy'), change(1, 4, ''))).toBe(2);
  });

  test('what is deleted or replaced is gone', () => {
    expect(left('one [abcd]', change(5, 2, ''))).toBe(2);
    expect(left('one [abcd]', change(2, 4, 'x'))).toBe(2);
    expect(left('[abcd] two', change(2, 6, 'x'))).toBe(2);
    expect(left('one [abcd] two', change(0, 12, ''))).toBe(0);
  });

  test('a replacement leaves what it begins and ends with alike, also around the text', () => {
    expect(left('[count = 1;]', change(0, 5, 'counter'))).toBe(10);
    expect(left('[aXa]', change(0, 3, 'aa'))).toBe(2);
    expect(left('let [a] = b;', change(0, 10, 'let a += b;'))).toBe(1);
    expect(left('let [abc]();', change(0, 10, 'let abd();'))).toBe(2);
  });

  test('a replacement that reaches into what is not known takes all that it replaces', () => {
    const far = 'x'.repeat(600);
    expect(left(`${far}[abcd]`, change(0, 602, `${far}ab`))).toBe(2);
    expect(left(`[abcd]${far}`, change(2, 602, `cd${far}`))).toBe(2);
    expect(left(`${far}[abcd]${far}`, change(0, 1204, `${far}abcd${far}`))).toBe(0);
  });

  test('edits far away move it or do not matter', () => {
    const far = 'x'.repeat(600);
    expect(left(`${far}[abcd]${far}`, change(0, 3, ''), change(1200, 1, 'yy'), change(598, 1, ''))).toBe(3);
  });

  test('a line break is one unit, whichever it is', () => {
    expect(left('[a\r\nb]')).toBe(3);
    expect(survivalIn('a\r\nb', 0, 4).units).toBe(3);
    expect(left('[😀]')).toBe(2);
  });

  test('nothing is left of it at its end', () => {
    const survival = survivalIn('abcd', 0, 4);
    survival.end();
    survival.change(change(0, 0, 'abcd'));
    expect([survival.units, survival.surviving]).toEqual([4, 0]);
  });

  test.each([1, 2, 3, 4])('random edits leave the letters of a text (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const below = (limit: number): number => Math.floor(random() * limit);
    // Only the followed text has letters, and what replaces it has none.
    let text = `${'0'.repeat(20)}abcdefghijklmnopqrst${'0'.repeat(20)}`;
    const survival = survivalIn(text, 20, 40);
    for (let edit = 0; edit < 12; edit++) {
      const first = change(below(text.length), below(4), '1'.repeat(below(4)));
      const second = change(first.rangeOffset + 4 + below(5), below(3), '2'.repeat(below(3)));
      for (const { rangeOffset, rangeLength, text: added } of lastPlaceFirst([second, first])) {
        text = text.slice(0, rangeOffset) + added + text.slice(rangeOffset + rangeLength);
      }
      for (const each of lastPlaceFirst([first, second])) survival.change(each);
      expect(survival.surviving).toBe(text.replaceAll(/\d/g, '').length);
    }
  });
});
