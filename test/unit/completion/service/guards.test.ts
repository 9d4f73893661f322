import { describe, expect, test } from 'vitest';
import { EditableDocument } from '../../../support/editableDocument';
import { CompletionHarness } from '../support/completionHarness';

describe('guards', () => {
  test('a closed door costs no engine request and no lookup', async () => {
    const harness = new CompletionHarness(() => 'x');
    const document = new EditableDocument('let |');
    harness.settings = { ...harness.settings, enabled: false };
    expect(await harness.ask(document).outcome).toMatchObject({ kind: 'none', reason: 'disabled' });
    harness.settings = { ...harness.settings, enabled: true, languages: { '*': true, typescript: false } };
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'disabled' });
    harness.settings = { ...harness.settings, languages: { '*': true }, excludedFiles: ['**/project/*.ts'] };
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'excluded' });
    harness.settings = { ...harness.settings, excludedFiles: [] };
    expect(await harness.ask(new EditableDocument('A=|', 'file:///w/.env', '.env')).outcome).toMatchObject({
      reason: 'excluded',
    });
    expect(harness.engine.calls).toHaveLength(0);
    expect(harness.snapshot).toMatchObject({ requests: 0, hitRate: undefined });
    expect(harness.snapshot.outcomes).toEqual({ 'none:disabled': 2, 'none:excluded': 2 });
  });

  test('`*` set to false leaves only the languages named', async () => {
    const harness = new CompletionHarness(() => 'x');
    harness.settings = { ...harness.settings, languages: { '*': false, python: true } };
    expect(await harness.ask(new EditableDocument('a |')).outcome).toMatchObject({ reason: 'disabled' });
    const python = new EditableDocument('a |', 'file:///a.py', 'a.py', 'python');
    expect(await harness.ask(python).outcome).toMatchObject({ kind: 'answer' });
  });

  test('inside a word and before others nothing is proposed unless asked for', async () => {
    const harness = new CompletionHarness(() => 'x');
    const document = new EditableDocument('con|sole.log()');
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'empty', detail: /inside a word/ });
    expect(harness.snapshot.requests).toBe(0);
    expect(await harness.ask(document, 'explicit').outcome).toMatchObject({ kind: 'answer' });
    expect(await harness.ask(new EditableDocument('a |b')).outcome).toMatchObject({ reason: 'held-back' });
    expect(await harness.ask(new EditableDocument('a |b'), 'explicit').outcome).toMatchObject({
      kind: 'answer',
    });
    expect(await harness.ask(new EditableDocument('f(a |)')).outcome).toMatchObject({ kind: 'answer' });
    expect(await harness.ask(new EditableDocument('über|öl')).outcome).toMatchObject({ reason: 'empty' });
  });

  test('a bad glob is named once and ignored', async () => {
    const harness = new CompletionHarness(() => 'x');
    harness.settings = { ...harness.settings, excludedFiles: ['a/[z', '*.md'] };
    await harness.ask(new EditableDocument('a |')).outcome;
    await harness.ask(new EditableDocument('b |')).outcome;
    expect(harness.logger.lines.filter((line) => line.includes('"a/[z"'))).toHaveLength(1);
  });
});
