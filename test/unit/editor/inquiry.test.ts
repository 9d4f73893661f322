import { describe, expect, test } from 'vitest';
import { StringDocument } from '../../../src/completion/document';
import { inquire, type SelectedItem } from '../../../src/editor/inquiry';
import { EditableDocument } from '../../support/editableDocument';

const document = new StringDocument('file:///a.ts', 'a.ts', 'typescript', 1, 'first\n  cons)\nlast');
const cursor = { line: 1, character: 6 };

function item(text: string, start = 2, end = 6): SelectedItem {
  return { text, range: { start: { line: 1, character: start }, end: { line: 1, character: end } } };
}

describe('inquire', () => {
  test('without a suggest widget, the answer stands at the cursor and its range begins at the first word', () => {
    const inquiry = inquire(document, cursor);
    expect(inquiry.document).toBe(document);
    expect(inquiry.position).toBe(cursor);
    expect(inquiry.place({ text: 'ole)', replaceAfter: 1 })).toEqual({
      text: 'console)',
      startCharacter: 2,
      endCharacter: 7,
    });
  });

  test('behind indentation or a very long line, the range begins at the cursor', () => {
    const indented = inquire(document, { line: 1, character: 2 });
    expect(indented.place({ text: 'x', replaceAfter: 0 })).toMatchObject({ text: 'x', startCharacter: 2 });
    const long = new StringDocument('file:///b.ts', 'b.ts', 'typescript', 1, 'x'.repeat(1000));
    const placed = inquire(long, { line: 0, character: 1000 }).place({ text: 'y', replaceAfter: 0 });
    expect(placed).toEqual({ text: 'y', startCharacter: 1000, endCharacter: 1000 });
  });

  test('an item that goes on from what is typed is asked for as if it were inserted', () => {
    const inquiry = inquire(document, cursor, item('console'));
    expect(inquiry.position).toEqual({ line: 1, character: 9 });
    expect([0, 1, 2].map((line) => inquiry.document.lineAt(line))).toEqual(['first', '  console)', 'last']);
    expect(inquiry.place({ text: '.log()', replaceAfter: 1 })).toEqual({
      text: 'console.log()',
      startCharacter: 2,
      endCharacter: 7,
    });
  });

  test('an item that is typed in full changes nothing but the start of the range', () => {
    const inquiry = inquire(document, cursor, item('cons'));
    expect(inquiry.document.lineAt(1)).toBe('  cons)');
    expect(inquiry.place({ text: 't', replaceAfter: 0 })?.startCharacter).toBe(2);
  });

  test.each([
    ['another case', item('Console')],
    ['several lines', item('console\nlog')],
    ['a range that goes on right of the cursor', item('console', 2, 7)],
  ])('%s: the question stays, and only an answer that begins with the item counts', (_, selected) => {
    const inquiry = inquire(document, cursor, selected);
    expect(inquiry.document).toBe(document);
    expect(inquiry.position).toEqual(cursor);
    expect(inquiry.place({ text: 'ider', replaceAfter: 0 })).toBeUndefined();
  });

  test('an answer that happens to begin with the item is placed from the start of its range', () => {
    const inquiry = inquire(document, cursor, item('cons{', 2, 7));
    expect(inquiry.place({ text: '{}', replaceAfter: 1 })).toEqual({
      text: 'cons{}',
      startCharacter: 2,
      endCharacter: 7,
    });
    expect(inquiry.place({ text: '{}', replaceAfter: 0 })).toBeUndefined();
  });

  test('an item of another line is not extended', () => {
    const selected = {
      text: 'a',
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    };
    expect(inquire(document, cursor, selected).place({ text: 'x', replaceAfter: 0 })).toBeUndefined();
  });

  test('while a suggestion is typed, every answer says the same text from the same place', () => {
    const typed = new EditableDocument('first\n  con|)');
    const answer = 'sole.log(x)';
    const places = new Set<string>();
    for (let at = 0; at < answer.length - 1; at++) {
      const inquiry = inquire(typed, typed.cursor);
      const { text, startCharacter } = inquiry.place({ text: answer.slice(at), replaceAfter: 1 }) ?? {};
      places.add(`${startCharacter} ${text}`);
      // Only closers that the editor puts right of the cursor, or that are typed over, change the end.
      expect(inquiry.place({ text: answer.slice(at), replaceAfter: 1 })?.endCharacter).toBe(6 + at);
      typed.type(answer.charAt(at));
    }
    expect([...places]).toEqual(['2 console.log(x)']);
  });

  test.each([
    ['Hebrew', 'const שם = "', 'שלום";', '"'],
    ['Arabic before and after', 'print("مرحبا', ' بالعالم")', '")'],
    ['a vowel point before the cursor', 'let שָׁ', ' = 1', ''],
    ['a combining mark', 'e\u0301', 'e\u0301', ''],
    ['joined emoji on both sides', '"👩‍👩‍👧', '👩‍👩‍👧"', '"'],
    ['a lone surrogate on both sides', '"\ud83d', '\ude00"', '"'],
  ])('%s: accepting an answer loses nothing', (_, before, text, rest) => {
    const line = `${before}${rest}`;
    const placed = inquire(new StringDocument('file:///a.ts', 'a.ts', 'typescript', 1, line), {
      line: 0,
      character: before.length,
    }).place({ text, replaceAfter: rest.length });
    const { text: inserted = '', startCharacter = 0, endCharacter = 0 } = placed ?? {};
    expect(line.slice(0, startCharacter) + inserted + line.slice(endCharacter)).toBe(before + text);
  });

  test('a cursor inside a surrogate pair is before it, and no half of it is lost', () => {
    const line = 'a 😀';
    const inside = inquire(new StringDocument('file:///a.ts', 'a.ts', 'typescript', 1, line), {
      line: 0,
      character: 3,
    });
    expect(inside.place({ text: 'b', replaceAfter: 0 })).toEqual({
      text: 'a b',
      startCharacter: 0,
      endCharacter: 2,
    });
  });
});
