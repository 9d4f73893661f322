import { describe, expect, test } from 'vitest';
import { breathMs } from '../../../../src/completion/ahead';
import { longestWaitMs } from '../../../../src/completion/whenToAsk';
import { EditableDocument } from '../../../support/editableDocument';
import { settlePromises } from '../../../support/fakeClock';
import { answerOf, CompletionHarness } from '../support/completionHarness';

describe('engine answers', () => {
  test('the engine gets the window, the limits and the path', async () => {
    const harness = new CompletionHarness(() => 'b;');
    harness.settings = { ...harness.settings, timeBudgetMs: 700 };
    await harness.ask(new EditableDocument('x();\r\nlet a = |;\r\nnext();')).outcome;
    expect(harness.engine.last.request).toEqual({
      prompt: {
        document: 'file:///project/a.ts',
        path: 'a.ts',
        repository: '',
        before: 'x();\nlet a = ',
        beforeIsWhole: true,
        after: '\nnext();',
        line: 1,
      },
      limits: { tokens: 64, lines: 1, milliseconds: 700 },
    });
  });

  test('without a time budget none is sent; a block gets more lines, unless the setting forbids it', async () => {
    const harness = new CompletionHarness(() => 'b;');
    const document = new EditableDocument('if (a) {\n  |\n}');
    await harness.ask(document).outcome;
    expect(harness.engine.last.request.limits).toEqual({ tokens: 64, lines: 6 });
    harness.settings = { ...harness.settings, multiline: false, generation: 'single' };
    await harness.ask(document).outcome;
    expect(harness.engine.last.request.limits).toEqual({ tokens: 64, lines: 1 });
  });

  test('origin, cost and times', async () => {
    const harness = new CompletionHarness();
    const first = harness.ask(new EditableDocument('let a = |'));
    await harness.clock.advance(0);
    await harness.clock.advance(90);
    harness.engine.last.answer('1;', { evaluatedTokens: 300, firstTokenMs: 80, cold: true });
    expect(await first.outcome).toEqual({
      kind: 'answer',
      origin: 'cold',
      text: '1;',
      replaceAfter: 0,
      timeToTextMs: 90,
      firstTokenMs: 80,
      cost: expect.objectContaining({ evaluatedTokens: 300 }) as unknown,
    });
    const second = harness.ask(new EditableDocument('let b = |'));
    await settlePromises();
    harness.engine.last.answer('1;', { evaluatedTokens: 32 });
    expect(answerOf(await second.outcome).origin).toBe('warm');
    const third = harness.ask(new EditableDocument('let c = |'));
    await settlePromises();
    harness.engine.last.answer('1;', { evaluatedTokens: 33 });
    expect(answerOf(await third.outcome).origin).toBe('cold');
    await harness.clock.advance(breathMs);
    expect(harness.clock.pending).toBe(0);
  });

  test('an expensive request waits for the next key; an explicit one does not', async () => {
    const harness = new CompletionHarness(() => '1;');
    harness.engine.warm = false;
    const asked = harness.ask(new EditableDocument('let a = |'));
    await harness.clock.advance(longestWaitMs - 1);
    expect(harness.engine.calls).toHaveLength(0);
    await harness.clock.advance(1);
    expect(harness.engine.calls).toHaveLength(1);
    expect(answerOf(await asked.outcome).firstTokenMs).toBe(longestWaitMs + 12);
    await harness.ask(new EditableDocument('let b = |'), 'explicit').outcome;
    expect(harness.engine.calls).toHaveLength(2);
  });

  test('cancelled while waiting: the engine is never asked', async () => {
    const harness = new CompletionHarness(() => '1;');
    harness.engine.warm = false;
    const asked = harness.ask(new EditableDocument('let a = |'));
    await harness.clock.advance(20);
    expect(await asked.abort().outcome).toEqual({ kind: 'none', reason: 'aborted' });
    await harness.clock.advance(100);
    expect(harness.engine.calls).toHaveLength(0);
    expect(harness.clock.pending).toBe(0);
  });

  test('a request that was cancelled before it came', async () => {
    const harness = new CompletionHarness(() => '1;');
    const controller = new AbortController();
    controller.abort();
    const document = new EditableDocument('let a = |');
    const request = { document, position: document.cursor, trigger: 'automatic' } as const;
    expect(await harness.service.complete(request, controller.signal)).toMatchObject({ reason: 'aborted' });
    expect(harness.engine.calls).toHaveLength(0);
  });

  test('the rest of a line that the answer repeats is replaced', async () => {
    const harness = new CompletionHarness(() => 'a, b);');
    const document = new EditableDocument('foo(|)\n');
    const answer = answerOf(await harness.ask(document).outcome);
    expect(document.accept(answer).marked).toBe('foo(a, b);|\n');
  });

  test('a filtered answer says which filter, and is cached raw', async () => {
    const harness = new CompletionHarness(() => 'return total;');
    const document = new EditableDocument('{\n  |\n  return total;\n}');
    expect(await harness.ask(document).outcome).toMatchObject({
      reason: 'filtered',
      filter: 'repeats-suffix',
      origin: 'warm',
    });
    expect(await harness.ask(document).outcome).toMatchObject({
      reason: 'filtered',
      filter: 'repeats-suffix',
      origin: 'cache',
    });
    expect(harness.engine.calls).toHaveLength(1);
  });

  test('line breaks of an answer become \\n', async () => {
    const harness = new CompletionHarness(() => 'a();\r\n  b();');
    const answer = answerOf(await harness.ask(new EditableDocument('if (x) {\r\n  |\r\n}')).outcome);
    expect(answer.text).toBe('a();\n  b();');
  });
});

describe('other answers', () => {
  const others = (...texts: string[]) => ({
    alternatives: texts.map((text) => ({ text, stop: 'line' as const })),
  });

  test('are asked for, filtered, and given once each', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |\nlet b = two();');
    const asked = harness.ask(document, 'explicit', 2);
    await harness.clock.advance(0);
    expect(harness.engine.last.request.alternatives).toBe(2);
    harness.engine.last.answer('one();', {}, 'line', others('three();  ', 'one();', '\u0000', 'three();'));
    expect(await asked.outcome).toMatchObject({
      text: 'one();',
      alternatives: [{ text: 'three();', replaceAfter: 0 }],
    });
  });

  test('stay in the cache; an answer without them does not do', async () => {
    const harness = new CompletionHarness(() => 'one();');
    const document = new EditableDocument('let a = |');
    await harness.ask(document).outcome;
    const asked = harness.ask(document, 'explicit', 2);
    expect(await asked.outcome).not.toHaveProperty('alternatives');
    expect(harness.engine.calls).toHaveLength(2);
    const second = new CompletionHarness();
    const first = second.ask(document, 'explicit', 2);
    await second.clock.advance(0);
    second.engine.last.answer('one();', {}, 'line', others('two();'));
    await first.outcome;
    expect(await second.ask(document, 'explicit', 2).outcome).toMatchObject({
      origin: 'cache',
      alternatives: [{ text: 'two();' }],
    });
  });
});
