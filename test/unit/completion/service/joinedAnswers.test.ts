import { describe, expect, test } from 'vitest';
import { breathMs } from '../../../../src/completion/ahead';
import { partAfterMs } from '../../../../src/completion/part';
import { EditableDocument } from '../../../support/editableDocument';
import { settlePromises } from '../../../support/fakeClock';
import { answerOf, CompletionHarness } from '../support/completionHarness';

describe('in flight', () => {
  test('the next key joins the running request, whichever order the editor cancels in', async () => {
    for (const cancelFirst of [true, false]) {
      const harness = new CompletionHarness();
      const document = new EditableDocument('let a = |');
      const first = harness.ask(document);
      await settlePromises();
      harness.engine.last.emit('va');
      document.type('v');
      if (cancelFirst) first.abort();
      const second = harness.ask(document);
      if (!cancelFirst) first.abort();
      await harness.clock.advance(200);
      document.type('a');
      second.abort();
      const third = harness.ask(document);
      await harness.clock.advance(200);
      expect(harness.engine.calls).toHaveLength(1);
      harness.engine.last.answer('value;');
      expect(await first.outcome).toEqual({ kind: 'none', reason: 'aborted' });
      expect(await second.outcome).toEqual({ kind: 'none', reason: 'aborted' });
      expect(await third.outcome).toMatchObject({
        origin: 'joined',
        text: 'lue;',
        cost: { evaluatedTokens: 3 },
      });
      expect(harness.snapshot).toMatchObject({ requests: 3, hits: 0, joined: 1, engineRequests: 1 });
      await harness.clock.advance(breathMs);
      expect(harness.clock.pending).toBe(0);
    }
  });

  test('the cost belongs to one outcome only', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const first = harness.ask(document);
    await settlePromises();
    const second = harness.ask(document);
    await settlePromises();
    harness.engine.last.answer('1;');
    expect(await first.outcome).toHaveProperty('cost');
    expect(await second.outcome).not.toHaveProperty('cost');
    expect(await second.outcome).toMatchObject({ origin: 'joined', text: '1;' });
    expect(harness.snapshot.engineRequests).toBe(1);
  });

  test('when a late answer is whole, that is told, and asking again has it', async () => {
    const harness = new CompletionHarness();
    const finished: unknown[] = [];
    harness.service.onDidFinishPart((part) => finished.push(part));
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await harness.clock.advance(0);
    harness.engine.last.emit('compute(left, ri');
    await harness.clock.advance(partAfterMs);
    await asked.outcome;
    expect(finished).toEqual([]);
    harness.engine.last.answer('compute(left, right);');
    await harness.clock.advance(0);
    expect(finished).toEqual([{ uri: document.uri, version: document.version }]);
    expect(await harness.ask(document).outcome).toMatchObject({
      origin: 'cache',
      text: 'compute(left, right);',
    });
    expect(harness.snapshot.engineRequests).toBe(1);
  });

  test('a key that contradicts the answer so far supersedes it', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const first = harness.ask(document);
    await settlePromises();
    harness.engine.last.emit('va');
    document.type('x');
    const second = harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(2);
    expect(harness.engine.calls[0]?.signal.aborted).toBe(true);
    expect(await first.outcome).toMatchObject({ kind: 'none', reason: 'superseded' });
    harness.engine.last.answer('y;');
    expect(answerOf(await second.outcome).origin).toBe('warm');
  });

  test('nothing is known yet: a further key starts anew, the same place waits', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const first = harness.ask(document);
    await settlePromises();
    void harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(1);
    document.type('v');
    void harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(2);
    expect(await first.outcome).toMatchObject({ reason: 'superseded' });
  });

  test('one that joined leaves when the answer turns another way', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const first = harness.ask(document);
    await settlePromises();
    harness.engine.last.emit('v');
    document.type('val');
    first.abort();
    const second = harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(1);
    harness.engine.last.emit('ver');
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(2);
    expect(harness.engine.calls[0]?.signal.aborted).toBe(true);
    harness.engine.last.answer('ue;');
    expect(await second.outcome).toMatchObject({ origin: 'warm', text: 'ue;' });
  });

  test('an answer that was typed to its end is no answer', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const first = harness.ask(document);
    await settlePromises();
    harness.engine.last.emit('v');
    document.type('val');
    const second = harness.ask(document);
    first.abort();
    await settlePromises();
    harness.engine.last.answer('val');
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(2);
    harness.engine.last.answer('ue;');
    expect(answerOf(await second.outcome).text).toBe('ue;');
  });

  test('with nobody waiting the engine goes on for 30 ms and is then stopped', async () => {
    const harness = new CompletionHarness();
    const asked = harness.ask(new EditableDocument('let a = |'));
    await settlePromises();
    asked.abort();
    expect(await asked.outcome).toMatchObject({ reason: 'aborted' });
    await harness.clock.advance(29);
    expect(harness.engine.last.signal.aborted).toBe(false);
    await harness.clock.advance(1);
    expect(harness.engine.last.signal.aborted).toBe(true);
    expect(harness.clock.pending).toBe(0);
  });

  test('an answer that comes within the grace is cached', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await settlePromises();
    asked.abort();
    harness.engine.last.answer('1;');
    await settlePromises();
    expect(answerOf(await harness.ask(document).outcome).origin).toBe('cache');
  });

  test('the document changed while waiting: no answer, but the place keeps it', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await settlePromises();
    document.type('x');
    harness.engine.last.answer('1;');
    expect(await asked.outcome).toMatchObject({ reason: 'superseded', cost: { evaluatedTokens: 3 } });
    document.backspace();
    expect(await harness.ask(document).outcome).toMatchObject({ origin: 'cache', text: '1;' });
  });

  test('the document changed before the engine was asked: it is not asked', async () => {
    const harness = new CompletionHarness();
    harness.engine.warm = false;
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    document.type('x');
    await harness.clock.advance(60);
    expect(await asked.outcome).toMatchObject({ reason: 'superseded' });
    expect(harness.engine.calls).toHaveLength(0);
  });

  test('a forgotten document gets no late entry', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await settlePromises();
    harness.service.forgetDocument(document.uri);
    harness.engine.last.answer('1;');
    expect(await asked.outcome).toMatchObject({ reason: 'aborted' });
    await settlePromises();
    expect(harness.service.cacheUtilisation().entries).toBe(0);
  });
});
