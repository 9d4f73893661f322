import { describe, expect, test } from 'vitest';
import { AbortError } from '../../../../src/base/abort';
import { breathMs } from '../../../../src/completion/ahead';
import { blockLines } from '../../../../src/completion/blockRule';
import { EditableDocument } from '../../../support/editableDocument';
import { answerOf, CompletionHarness } from '../support/completionHarness';

describe('ahead of the user', () => {
  test('what follows an accepted suggestion is there at once', async () => {
    const harness = new CompletionHarness(() => 'one();');
    const document = new EditableDocument('|\nend();');
    const shown = answerOf(await harness.ask(document).outcome);
    expect(harness.engine.aheadCalls, 'the user comes first').toHaveLength(0);
    await harness.clock.advance(breathMs);
    const [ahead] = harness.engine.aheadCalls;
    expect(ahead?.request).toMatchObject({
      priority: 'ahead',
      prompt: { before: 'one();', after: '\nend();', line: 0 },
      limits: { lines: 2 },
    });
    ahead?.answer('\ntwo();');
    await harness.clock.advance(0);
    document.accept(shown);
    const next = await harness.ask(document).outcome;
    expect(next).toMatchObject({ origin: 'cache', text: '\ntwo();' });
    expect(harness.engine.calls).toHaveLength(1);
  });

  test('it goes on while the suggestion is typed, and is joined after it', async () => {
    const harness = new CompletionHarness(() => 'one();');
    const document = new EditableDocument('|');
    await harness.ask(document).outcome;
    await harness.clock.advance(breathMs);
    for (const key of 'one()') {
      document.type(key);
      expect(await harness.ask(document).outcome).toMatchObject({ origin: 'typed-through' });
    }
    const [ahead, ...others] = harness.engine.aheadCalls;
    expect(others).toHaveLength(0);
    expect(ahead?.signal.aborted).toBe(false);
    ahead?.emit('\ntwo');
    document.type(';\n');
    const joined = harness.ask(document);
    ahead?.answer('\ntwo();');
    expect(await joined.outcome).toMatchObject({ origin: 'joined', text: 'two();' });
    expect((await joined.outcome).cost).toBeUndefined();
  });

  test('it reads no document that changed in the meantime, and leaves a request there to ask for itself', async () => {
    const harness = new CompletionHarness((before) => (before.endsWith(')') ? ' + two' : 'one()'));
    const document = new EditableDocument('|');
    document.accept(answerOf(await harness.ask(document).outcome));
    const joined = harness.ask(document);
    await harness.clock.advance(breathMs);
    expect(harness.engine.aheadCalls).toHaveLength(0);
    expect(await joined.outcome).toMatchObject({ origin: 'warm', text: ' + two' });
  });

  test('something else that is typed calls it off', async () => {
    const harness = new CompletionHarness(() => 'one();');
    const document = new EditableDocument('|');
    await harness.ask(document).outcome;
    await harness.clock.advance(breathMs);
    document.type('x');
    harness.ask(document);
    expect(harness.engine.aheadCalls[0]?.signal.aborted).toBe(true);
  });

  test('a joined request asks for itself where the engine called it off', async () => {
    const harness = new CompletionHarness((before) => (before.endsWith(')') ? ' + two' : 'one()'));
    const document = new EditableDocument('|');
    const shown = answerOf(await harness.ask(document).outcome);
    await harness.clock.advance(breathMs);
    document.accept(shown);
    const joined = harness.ask(document);
    harness.engine.aheadCalls[0]?.fail(new AbortError());
    expect(await joined.outcome).toMatchObject({ origin: 'warm', text: ' + two' });
  });

  test('what comes after a complete line is there when Enter is pressed', async () => {
    const harness = new CompletionHarness(() => undefined);
    const document = new EditableDocument('if (a) {|\n}');
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'held-back' });
    await harness.clock.advance(breathMs);
    const [ahead] = harness.engine.aheadCalls;
    expect(ahead?.request.limits.lines).toBe(1 + blockLines);
    ahead?.answer('\n  run(a);\n  stop();');
    await harness.clock.advance(0);
    document.type('\n  ');
    expect(await harness.ask(document).outcome).toMatchObject({
      origin: 'typed-through',
      text: 'run(a);\n  stop();',
    });
  });

  test('a document that is closed, and the end of the service, call it off', async () => {
    for (const end of ['close', 'clear', 'dispose'] as const) {
      const harness = new CompletionHarness(() => 'one();');
      const document = new EditableDocument('|');
      await harness.ask(document).outcome;
      await harness.clock.advance(breathMs);
      if (end === 'close') harness.service.closeDocument(document.uri);
      else if (end === 'clear') await harness.service.clear();
      else harness.service.dispose();
      expect(harness.engine.aheadCalls[0]?.signal.aborted).toBe(true);
    }
  });
});
