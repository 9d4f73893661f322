import { describe, expect, test } from 'vitest';
import { StringDocument } from '../../../src/completion/document';
import {
  carriesWords,
  defaultWindowLimits,
  type PromptWindow,
  readWindow,
  snapToCharacter,
  type WindowLimits,
} from '../../../src/prompt/window';

/** Reads the window at the `|`. */
function windowAt(marked: string, limits: Partial<WindowLimits> = {}): PromptWindow {
  const cursor = marked.indexOf('|');
  const lines = marked.slice(0, cursor).split(/\r\n|\r|\n/);
  const text = marked.slice(0, cursor) + marked.slice(cursor + 1);
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return readWindow(document(text), position, { ...defaultWindowLimits, ...limits });
}

function document(text: string): StringDocument {
  return new StringDocument('file:///a.ts', 'a.ts', 'typescript', 1, text);
}

describe('a window', () => {
  const cases: readonly [name: string, marked: string, expected: PromptWindow][] = [
    ['of an empty document', '|', { before: '', beforeIsWhole: true, after: '', restOfLine: '' }],
    ['at the start', '|a\nb', { before: '', beforeIsWhole: true, after: 'a\nb', restOfLine: 'a' }],
    ['at the end', 'a\nb|', { before: 'a\nb', beforeIsWhole: true, after: '', restOfLine: '' }],
    ['on an empty last line', 'a\n|', { before: 'a\n', beforeIsWhole: true, after: '', restOfLine: '' }],
    ['above an empty last line', 'a|\n', { before: 'a', beforeIsWhole: true, after: '\n', restOfLine: '' }],
    [
      'between lines',
      'a\nb|\nc\nd',
      { before: 'a\nb', beforeIsWhole: true, after: '\nc\nd', restOfLine: '' },
    ],
  ];
  test.each(cases)('%s', (_, marked, expected) => {
    expect(windowAt(marked)).toEqual(expected);
  });

  test.each([
    ['CRLF', 'a\r\nb|\r\nc'],
    ['CR', 'a\rb|\rc'],
    ['a mix', 'a\r\nb|\nc'],
  ])('reads %s as line breaks', (_, marked) => {
    expect(windowAt(marked)).toMatchObject({ before: 'a\nb', after: '\nc' });
  });
});

describe('the rest of the line', () => {
  test.each(['', ')', '});', '  ', '`', '"', "'", ']},', '>', ' : '])('is left out when it is %j', (rest) => {
    const { after, restOfLine } = windowAt(`f(|${rest}\nnext`);
    expect(after).toBe('\nnext');
    expect(restOfLine).toBe(rest);
    expect(carriesWords(rest)).toBe(false);
  });

  test.each(['x', ') => x', '+', ' // why', ') {', '.map()', '日本', '0'])(
    'is read when it is %j',
    (rest) => {
      const { after, restOfLine } = windowAt(`f(|${rest}\nnext`);
      expect(after).toBe(`${rest}\nnext`);
      expect(restOfLine).toBe(rest);
      expect(carriesWords(rest)).toBe(true);
    },
  );
});

describe('the bounds', () => {
  test('hold to lines, and say that more is above', () => {
    expect(windowAt('1\n2\n3\n4|\n5\n6\n7', { linesBefore: 2, linesAfter: 2 })).toEqual({
      before: '2\n3\n4',
      beforeIsWhole: false,
      after: '\n5\n6',
      restOfLine: '',
    });
  });

  test('reach the first line exactly', () => {
    expect(windowAt('1\n2\n3|', { linesBefore: 2 })).toMatchObject({
      before: '1\n2\n3',
      beforeIsWhole: true,
    });
    expect(windowAt('1234\n678|', { charactersBefore: 8 })).toMatchObject({
      before: '1234\n678',
      beforeIsWhole: true,
    });
  });

  test('take whole lines above, never a part of one', () => {
    expect(windowAt('1234\n678|', { charactersBefore: 7 })).toMatchObject({
      before: '678',
      beforeIsWhole: false,
    });
  });

  test('cut the text after, which may end inside a line', () => {
    expect(windowAt('|\nabcdef\ng', { charactersAfter: 4 }).after).toBe('\nabc');
    expect(windowAt('|abcdef\ng', { charactersAfter: 4 }).after).toBe('abcd');
  });

  test.each([
    ['before and after', `${'a'.repeat(100_000)}|${'b'.repeat(100_000)}`],
    ['above and below', `${'a'.repeat(100_000)}\n|\n${'b'.repeat(100_000)}`],
    ['in many lines', `${'a\n'.repeat(100_000)}|${'\nb'.repeat(100_000)}`],
  ])('hold where there are 100,000 characters %s', (_, marked) => {
    const { before, after, beforeIsWhole } = windowAt(marked);
    expect(before.length).toBeLessThanOrEqual(defaultWindowLimits.charactersBefore);
    expect(after.length).toBeLessThanOrEqual(defaultWindowLimits.charactersAfter);
    expect(beforeIsWhole).toBe(false);
  });

  test('hold for the number of lines that are read', () => {
    let reads = 0;
    const lineAt = (): string => {
      reads++;
      return '';
    };
    readWindow({ lineCount: 1_000_000, lineAt }, { line: 500_000, character: 0 });
    expect(reads).toBe(1 + defaultWindowLimits.linesBefore + defaultWindowLimits.linesAfter);
  });

  test('move the start of an endless line in large steps while typing', () => {
    const line = Array.from({ length: 30_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join(
      '',
    );
    const starts = new Set<number>();
    for (let length = 20_000; length < 20_400; length++) {
      starts.add(length - windowAt(`${line.slice(0, length)}|`).before.length);
    }
    expect(starts.size).toBeLessThanOrEqual(2);
  });
});

describe('surrogate pairs', () => {
  const halfPair = /\p{Surrogate}/u;

  test('a cursor inside one counts as before it', () => {
    const text = 'a😀b';
    expect(readWindow(document(text), { line: 0, character: 2 })).toMatchObject({
      before: 'a',
      restOfLine: '😀b',
    });
  });

  test('the bounds cut none in two, whatever their place', () => {
    const face = '😀';
    for (let limit = 1; limit <= 8; limit++) {
      for (const marked of [
        `${face.repeat(9)}|x${face.repeat(9)}`,
        `${face.repeat(9)}|\n${face.repeat(9)}`,
      ]) {
        const { before, after } = windowAt(marked, { charactersBefore: limit, charactersAfter: limit });
        expect(before, `${limit}: ${marked}`).not.toMatch(halfPair);
        expect(after, `${limit}: ${marked}`).not.toMatch(halfPair);
        expect(before.length).toBeLessThanOrEqual(limit + 1);
        expect(after.length).toBeLessThanOrEqual(limit);
      }
    }
  });

  test.each([
    ['inside a pair', 'a😀b', 2, 1],
    ['before a pair', 'a😀b', 1, 1],
    ['after a pair', 'a😀b', 3, 3],
    ['behind a lone high one', 'a\ud83db', 2, 2],
    ['before a lone low one', 'a\ude00b', 1, 1],
    ['between two high ones', '\ud83d\ud83d', 1, 1],
    ['before the text', 'ab', -3, 0],
    ['behind the text', 'ab', 9, 2],
    ['in no text', '', 0, 0],
  ])('%s', (_, text, offset, snapped) => {
    expect(snapToCharacter(text, offset)).toBe(snapped);
  });

  test('halves that stand alone are text like any other', () => {
    expect(windowAt('a\ud83dx|\ude00')).toMatchObject({
      before: 'a\ud83dx',
      restOfLine: '\ude00',
    });
    expect(windowAt('\ude00|\n\ud83d')).toMatchObject({ before: '\ude00', after: '\n\ud83d' });
  });
});
