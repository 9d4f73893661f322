import { describe, expect, test } from 'vitest';
import { partAfterMs } from '../../../../src/completion/part';
import { EditableDocument } from '../../../support/editableDocument';
import { CompletionHarness } from '../support/completionHarness';

describe('what is shown', () => {
  test('a guess is kept to itself, unless the user asks or types its beginning', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await harness.clock.advance(0);
    const guess = { first: -3, mean: -3 };
    harness.engine.last.answer('maybe(b);', {}, 'line', { confidence: guess });
    expect(await asked.outcome).toMatchObject({ kind: 'none', reason: 'filtered', filter: 'unsure' });
    expect(await harness.ask(document).outcome).toMatchObject({ filter: 'unsure', origin: 'cache' });
    expect(await harness.ask(document, 'explicit').outcome).toMatchObject({ text: 'maybe(b);' });
    document.type('m');
    expect(await harness.ask(document).outcome).toMatchObject({ origin: 'typed-through', text: 'aybe(b);' });
    expect(harness.engine.calls).toHaveLength(1);
  });

  test('an answer that is late is shown in part, and the next key finds the rest', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await harness.clock.advance(0);
    harness.engine.last.emit('compute(left, ri');
    await harness.clock.advance(partAfterMs);
    expect(await asked.outcome).toMatchObject({ kind: 'answer', text: 'compute(left,', isPart: true });
    expect((await asked.outcome).cost).toBeUndefined();
    document.type('c');
    const next = harness.ask(document);
    harness.engine.last.answer('compute(left, right);');
    expect(await next.outcome).toMatchObject({ origin: 'joined', text: 'ompute(left, right);' });
    expect(harness.engine.calls).toHaveLength(1);
    expect(harness.snapshot.engineRequests).toBe(1);
  });

  test('a part that the model is not sure of is waited out: it may be sure of the whole', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await harness.clock.advance(0);
    harness.engine.last.emit('compute(left, ri', { first: -3, mean: -3 });
    await harness.clock.advance(partAfterMs);
    const sure = { first: -3, mean: -0.1 };
    harness.engine.last.answer('compute(left, right);', { evaluatedTokens: 2 }, 'line', { confidence: sure });
    expect(await asked.outcome).toMatchObject({
      text: 'compute(left, right);',
      cost: { evaluatedTokens: 2 },
    });
    expect(harness.snapshot.engineRequests).toBe(1);
  });
});
