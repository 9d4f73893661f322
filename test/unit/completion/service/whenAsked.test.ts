import { describe, expect, test } from 'vitest';
import { mostRefusals } from '../../../../src/completion/reluctance';
import { EditableDocument } from '../../../support/editableDocument';
import { type Asked, CompletionHarness } from '../support/completionHarness';

describe('when to ask', () => {
  test('a complete line is not asked about unless the user asks; it is a miss', async () => {
    const harness = new CompletionHarness(() => ' // done');
    const document = new EditableDocument('a();|');
    expect(await harness.ask(document).outcome).toMatchObject({
      reason: 'held-back',
      detail: 'The line is complete.',
    });
    expect(harness.engine.calls).toHaveLength(0);
    expect(harness.snapshot).toMatchObject({ requests: 1, misses: 1 });
    expect(await harness.ask(document, 'explicit').outcome).toMatchObject({ kind: 'answer' });
  });

  test('after suggestions in a line that were all typed over, only where the user asks', async () => {
    const harness = new CompletionHarness(() => 'WRONG');
    const document = new EditableDocument('let |');
    for (let key = 0; key < mostRefusals; key++) {
      expect(await harness.ask(document).outcome).toMatchObject({ kind: 'answer' });
      document.type('x');
    }
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'held-back' });
    expect(await harness.ask(document, 'explicit').outcome).toMatchObject({ kind: 'answer' });
    document.type('\n');
    expect(await harness.ask(document).outcome).toMatchObject({ kind: 'answer' });
  });

  test('somebody who types faster than the first token comes costs one request', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    harness.ask(document);
    await harness.clock.advance(0);
    harness.engine.last.answer('zz', { firstTokenMs: 80 });
    await harness.clock.advance(0);
    let former: Asked | undefined;
    for (const key of 'abcdefghijklmnop') {
      await harness.clock.advance(15);
      document.type(key);
      former?.abort();
      former = harness.ask(document);
    }
    await harness.clock.advance(200);
    // One for the place where it began, one or two until the rhythm is known, and one at the end.
    expect(harness.engine.calls.length).toBeLessThanOrEqual(4);
    expect(harness.engine.last.request.prompt.before).toBe('let a = abcdefghijklmnop');
  });
});
