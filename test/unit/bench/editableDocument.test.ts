import { describe, expect, it } from 'vitest';
import { EditableDocument } from '../../../bench/replay/editableDocument';
import { RandomChoice } from '../../support/randomChoice';

const pieces = ['a', 'bc', '\n', '\r\n', '\r', '\t', '😀', 'x\ny'] as const;

function documentOf(text: string): EditableDocument {
  return new EditableDocument('file:///a.ts', 'a.ts', 'typescript', text);
}

/** The lines, line ends and line starts of a text, found the slow way. */
function model(text: string): { lines: string[]; ends: string[]; starts: number[] } {
  const parts = text.split(/(\r\n|\r|\n)/);
  const lines = parts.filter((_, index) => index % 2 === 0);
  const ends = [...parts.filter((_, index) => index % 2 === 1), ''];
  const starts = lines.map((_, line) =>
    lines.slice(0, line).reduce((sum, one, index) => sum + one.length + (ends[index]?.length ?? 0), 0),
  );
  return { lines, ends, starts };
}

function read(document: EditableDocument): ReturnType<typeof model> {
  const numbers = Array.from({ length: document.lineCount }, (_, line) => line);
  return {
    lines: numbers.map((line) => document.lineAt(line)),
    ends: numbers.map((line) => document.lineEndAt(line)),
    starts: numbers.map((line) => document.startOfLine(line)),
  };
}

describe('EditableDocument', () => {
  it('agrees with a plain string under random edits', () => {
    const random = new RandomChoice(1);
    for (let round = 0; round < 60; round++) {
      let text = random.text(pieces, 30);
      const document = documentOf(text);
      for (let step = 0; step < 40; step++) {
        const offset = random.below(text.length + 1);
        const deleted = random.below(Math.min(6, text.length - offset) + 1);
        const insert = random.text(pieces, 5);
        text = text.slice(0, offset) + insert + text.slice(offset + deleted);
        document.apply({ offset, delete: deleted, insert });
        expect(document.text).toBe(text);
        expect(document.length).toBe(text.length);
        expect(document.version).toBe(step + 2);
        // Not always, so that edits also meet line starts that nobody has asked for since the last one.
        if (step % 3 === 0) expect(read(document)).toEqual(model(text));
      }
    }
  });

  it('finds the position of every offset', () => {
    const text = 'ab\r\n\ncd\n';
    const positions = Array.from({ length: text.length + 1 }, (_, offset) =>
      documentOf(text).positionAt(offset),
    );
    expect(positions.map(({ line, character }) => `${line}:${character}`)).toEqual([
      '0:0',
      '0:1',
      '0:2',
      '0:2',
      '1:0',
      '2:0',
      '2:1',
      '2:2',
      '3:0',
    ]);
  });

  it('joins and splits \\r\\n where an edit does', () => {
    const document = documentOf('a\rb\nc');
    document.apply({ offset: 2, delete: 1, insert: '' });
    expect(read(document).lines).toEqual(['a', 'c']);
    document.apply({ offset: 2, delete: 0, insert: 'x' });
    expect(read(document).lines).toEqual(['a', 'x', 'c']);
  });

  it('changes nothing where an edit reaches outside the text', () => {
    const document = documentOf('abc');
    expect(() => document.apply({ offset: 2, delete: 2, insert: 'x' })).toThrow(RangeError);
    expect(() => document.apply({ offset: -1, delete: 0, insert: 'x' })).toThrow(RangeError);
    expect(() => document.lineAt(1)).toThrow('Line 1 is outside 0 … 0.');
    expect(document.text).toBe('abc');
    expect(document.version).toBe(1);
  });
});
