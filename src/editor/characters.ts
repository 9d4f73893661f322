/** How far around an offset a character may reach, in UTF-16 units. Family emoji take about 30. */
const reach = 64;

/** Below the first combining mark nothing joins what stands before it. */
const firstMark = '\u0300';

/**
 * Whether an offset is inside what a reader takes for one character: a surrogate pair, a letter and its marks, or
 * emoji that are joined. Text that is inserted there would take the character apart.
 */
export function isInsideCharacter(line: string, offset: number): boolean {
  const next = line.charAt(offset);
  if (offset <= 0 || next < firstMark) return false;
  const start = Math.max(0, offset - reach);
  const text = line.slice(start, offset + reach);
  const character = new Intl.Segmenter().segment(text).containing(offset - start);
  return character !== undefined && character.index < offset - start;
}
