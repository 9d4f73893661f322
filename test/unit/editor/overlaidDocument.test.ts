import { describe, expect, test } from 'vitest';
import type { DocumentView } from '../../../src/completion/document';
import { OverlaidDocument } from '../../../src/editor/overlaidDocument';
import { EditableDocument } from '../../support/editableDocument';

describe('OverlaidDocument', () => {
  const base = new EditableDocument('one\ntwo|\nthree');
  const overlaid = new OverlaidDocument(base, 1, 'TWO');

  test('reads one line differently, and the others live', () => {
    base.type('!');
    expect([0, 1, 2].map((line) => overlaid.lineAt(line))).toEqual(['one', 'TWO', 'three']);
    expect(overlaid.lineCount).toBe(3);
    expect(overlaid.version).toBe(base.version);
  });

  test('says what the document is, so that the model reads the same start', () => {
    const { uri, path, languageId } = base;
    const named: DocumentView = {
      uri,
      path,
      languageId,
      repository: 'shop',
      version: 1,
      lineCount: 1,
      lineAt: () => '',
    };
    expect(new OverlaidDocument(named, 0, 'x')).toMatchObject({ uri, path, languageId, repository: 'shop' });
  });
});
