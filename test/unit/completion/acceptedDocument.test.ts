import { expect, test } from 'vitest';
import { AcceptedDocument } from '../../../src/completion/acceptedDocument';
import type { DocumentView } from '../../../src/completion/document';
import { seededRandom } from '../../support/random';
import { EditableDocument } from '../../support/editableDocument';

function linesOf(document: DocumentView): string[] {
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line));
}

test('reads as the document after the acceptance, and so stands the cursor', () => {
  const random = seededRandom(7);
  const below = (count: number): number => Math.floor(random() * count);
  const texts = ['x', 'a;\n  b;', '\n\n', '\n  return 1;\n}', ')'];
  for (let round = 0; round < 200; round++) {
    const lines = ['one()', '  two', '', 'four'];
    const line = below(lines.length);
    const before = (lines[line] ?? '').slice(0, below((lines[line]?.length ?? 0) + 1));
    const after = (lines[line] ?? '').slice(before.length);
    lines[line] = `${before}|${after}`;
    const document = new EditableDocument(lines.join('\n'));
    const replaceAfter = below(after.length + 1);
    const text = texts[below(texts.length)] ?? '';
    const accepted = new AcceptedDocument(document, document.cursor, { text, replaceAfter });
    const early = { lines: linesOf(accepted), cursor: accepted.cursor };
    document.accept({ text, replaceAfter });
    expect(early).toEqual({ lines: linesOf(document), cursor: document.cursor });
  }
});
