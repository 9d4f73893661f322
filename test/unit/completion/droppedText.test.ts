import { expect, test } from 'vitest';
import { readFilterContext } from '../../../src/completion/filterContext';
import { applyFilters } from '../../../src/completion/filters';
import { EditableDocument } from '../../support/editableDocument';

function filtered(marked: string, answer: string) {
  const document = new EditableDocument(marked);
  return applyFilters(answer, readFilterContext(document, document.cursor, '', 'automatic'));
}

test('a filter that drops an answer passes on what it dropped, for a user who wants to see it', () => {
  const runaway = 'foo(bar);\nfoo(bar);\nfoo(bar);';
  expect(filtered('|', runaway)).toEqual({ kind: 'dropped', filter: 'runaway', text: runaway });
});

test('what cannot be shown safely is cut off it, and passed on by no filter', () => {
  const midLine = filtered('a = | + b;', 'x\u202ey');
  expect(midLine).toEqual({ kind: 'dropped', filter: 'mid-line', text: 'x' });
  const unprintable = filtered('|', '\u202ex');
  expect(unprintable).toEqual({ kind: 'dropped', filter: 'unprintable' });
});
