import { describe, expect, test } from 'vitest';
import { isInsideCharacter } from '../../../src/editor/characters';

/** Offsets of a line that are inside a character. */
function insides(line: string): number[] {
  return Array.from({ length: line.length + 1 }, (_, at) => at).filter((at) => isInsideCharacter(line, at));
}

describe('isInsideCharacter', () => {
  test.each([
    ['Latin', 'const a = b();', []],
    ['Hebrew', 'שלום', []],
    ['Hebrew with a vowel point', 'שָׁ ל', [1, 2]],
    ['Arabic with a short vowel', 'كِتاب', [1]],
    ['a letter and a combining mark', 'e\u0301x', [1]],
    ['Devanagari', 'नी ते', [1, 4]],
    ['an emoji', '😀', [1]],
    ['a skin tone', '👍🏽!', [1, 2, 3]],
    ['a family', '👩‍👩‍👧', [1, 2, 3, 4, 5, 6, 7]],
    ['a flag beside another', '🇮🇱🇵🇸', [1, 2, 3, 5, 6, 7]],
    ['a lone surrogate', '\ud83d', []],
    ['nothing', '', []],
  ])('%s', (_, line, expected) => {
    expect(insides(line)).toEqual(expected);
  });

  test('reads no more of an endless line than is near', () => {
    const line = 'e\u0301'.repeat(500_000);
    const startedAt = performance.now();
    for (let at = 0; at < 100; at++) expect(isInsideCharacter(line, 500_000 + at)).toBe(at % 2 === 1);
    // Segmenting the whole line takes seconds each time.
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
