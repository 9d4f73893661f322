import { describe, expect, test } from 'vitest';
import { EditableDocument } from '../../../support/editableDocument';
import { CompletionHarness } from '../support/completionHarness';

describe('a visit', () => {
  const document = new EditableDocument('const a = 1;\nconst b = |2;\nconst c = 3;');

  test('gives the engine the text around the cursor, and counts as no request', () => {
    const harness = new CompletionHarness();
    harness.service.visit(document, { line: 1, character: 10 });
    expect(harness.engine.visits).toMatchObject([{ before: 'const a = 1;\nconst b = ', line: 1 }]);
    expect(harness.service.metrics.snapshot().requests).toBe(0);
  });

  test.each([
    ['while completion is off', { enabled: false }],
    ['in a language that is off', { languages: { '*': false } }],
    ['in an excluded file', { excludedFiles: ['**/*.ts'] }],
  ])('is not made %s', (_, change) => {
    const harness = new CompletionHarness();
    harness.settings = { ...harness.settings, ...change };
    harness.service.visit(document, { line: 1, character: 10 });
    expect(harness.engine.visits).toEqual([]);
  });

  test('to a line that is no longer there goes to the last one', () => {
    const harness = new CompletionHarness();
    harness.service.visit(document, { line: 99, character: 99 });
    expect(harness.engine.visits).toMatchObject([{ after: '', line: 2 }]);
  });

  test('closing a document is told, and stops what is computed for it', async () => {
    const harness = new CompletionHarness();
    const asked = harness.ask(document);
    await new Promise((resolve) => setImmediate(resolve));
    harness.service.closeDocument(document.uri);
    expect(harness.engine.closed).toEqual([document.uri]);
    expect((await asked.outcome).kind).toBe('none');
  });
});
