import { describe, expect, test } from 'vitest';
import { readPlace, suffixFingerprint, typedSince } from '../../../src/completion/place';
import { EditableDocument } from '../../support/editableDocument';

function fingerprint(marked: string): string {
  const document = new EditableDocument(marked);
  const { line, character } = document.cursor;
  return suffixFingerprint(document, line, document.lineAt(line).slice(character));
}

describe('suffix fingerprint', () => {
  test.each([
    ['an auto-closed bracket', 'f(|\na\nb', 'f(|)\na\nb'],
    ['closers below', 'f(|\na\nb', 'f(|\n  });\n\na\nb'],
    ['blank lines', 'f(|\na\nb', 'f(|\n\n   \na\n\nb'],
    ['indentation', 'f(|\na\nb', 'f(|\n  a\n\tb'],
    ['the third line below', 'f(|\na\nb\nc', 'f(|\na\nb\nd'],
    ['Enter before words', 'f(|x);\na', 'f(\n  |x);\na'],
    ['line ends', 'f(|\na\nb', 'f(|\r\na\r\nb'],
  ])('%s leaves it', (_, one, other) => {
    expect(fingerprint(one)).toBe(fingerprint(other));
  });

  test.each([
    ['words right of the cursor', 'f(|\na\nb', 'f(| + x\na\nb'],
    ['the next line', 'f(|\na\nb', 'f(|\nc\nb'],
    ['the second line below', 'f(|\na\nb', 'f(|\na\nc'],
    ['the end of the document', 'f(|\na\nb', 'f(|'],
  ])('%s changes it', (_, one, other) => {
    expect(fingerprint(one)).not.toBe(fingerprint(other));
  });

  test('is bounded whatever the lines hold', () => {
    expect(fingerprint(`f(|${'x'.repeat(1e5)}\n${'y'.repeat(1e5)}\n${'z'.repeat(1e5)}`).length).toBeLessThan(
      500,
    );
    const document = new EditableDocument(`f(|${'\n'.repeat(500)}far`);
    suffixFingerprint(document, 0, '');
    expect(document.reads).toBeLessThanOrEqual(48);
  });
});

describe('typedSince', () => {
  const at = (marked: string, generation = 'g') => {
    const document = new EditableDocument(marked);
    return readPlace(document, document.cursor, generation);
  };

  test('says what was typed', () => {
    expect(typedSince(at('let a = |'), at('let a = |'))).toBe('');
    expect(typedSince(at('let a = |'), at('let a = va|'))).toBe('va');
    expect(typedSince(at('if (a) |'), at('if (a) {\n  |\n}'))).toBe('{\n  ');
    expect(typedSince(at('|'), at('ab|'))).toBe('ab');
  });

  test('says so where the one does not continue the other', () => {
    expect(typedSince(at('let a = v|'), at('let a = |'))).toBeUndefined();
    expect(typedSince(at('let a = |'), at('let b = v|'))).toBeUndefined();
    expect(typedSince(at('let a = |'), at('xlet a = |'))).toBeUndefined();
    expect(typedSince(at('let a = |'), at('let a = |', 'h'))).toBeUndefined();
    expect(typedSince(at('let a = |'), at('let a = v| + 1'))).toBeUndefined();
  });

  test('with more text above than a span', () => {
    const above = 'some line of text\n'.repeat(60);
    expect(typedSince(at(`${above}a = |`), at(`${above}a = b|`))).toBe('b');
    expect(typedSince(at(`${above}a = |`), at(`${above}c = b|`))).toBeUndefined();
  });
});
