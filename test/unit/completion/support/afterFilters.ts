import { expect } from 'vitest';
import { readFilterContext, type Trigger } from '../../../../src/completion/filterContext';
import { applyFilters } from '../../../../src/completion/filters';
import { EditableDocument } from '../../../support/editableDocument';

export interface Circumstances {
  readonly languageId?: string;
  /** What of the answer stands before the cursor already. */
  readonly typed?: string;
  readonly trigger?: Trigger;
}

/** What the document looks like after the answer is accepted, or the name of the filter that dropped it. */
export function afterFilters(marked: string, answer: string, circumstances: Circumstances = {}): string {
  const { languageId = 'typescript', typed, trigger } = circumstances;
  const document = new EditableDocument(marked, 'file:///project/a', 'a', languageId);
  const filtered = applyFilters(answer, readFilterContext(document, document.cursor, typed, trigger));
  if (filtered.kind === 'dropped') return filtered.filter;
  const { line, character } = document.cursor;
  expect(filtered.replaceAfter).toBeLessThanOrEqual(document.lineAt(line).length - character);
  return document.accept(filtered).marked;
}
