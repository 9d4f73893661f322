import { describe, expect, test } from 'vitest';
import { EditableDocument } from '../../../support/editableDocument';
import { settlePromises } from '../../../support/fakeClock';
import { answerOf, CompletionHarness } from '../support/completionHarness';

describe('the completion cache', () => {
  test('typing through, going back and undoing cost no engine request', async () => {
    const harness = new CompletionHarness((before) => 'console.log(value);'.slice(before.length));
    const document = new EditableDocument('|');
    const texts: string[] = [];
    const show = async (): Promise<void> => {
      const outcome = answerOf(await harness.ask(document).outcome);
      texts.push(`${outcome.origin} ${document.marked.slice(0, -1)}[${outcome.text}]`);
    };
    await show();
    for (const key of 'con') {
      document.type(key);
      await show();
    }
    document.backspace(2);
    await show();
    document.backspace();
    await show();
    document.type('console.log(', ')');
    await show();
    expect(texts).toEqual([
      'warm [console.log(value);]',
      'typed-through c[onsole.log(value);]',
      'typed-through co[nsole.log(value);]',
      'typed-through con[sole.log(value);]',
      'typed-through c[onsole.log(value);]',
      'cache [console.log(value);]',
      'typed-through console.log(|[value);]',
    ]);
    expect(harness.engine.calls).toHaveLength(1);
    expect(harness.snapshot).toMatchObject({ requests: 7, hits: 6, misses: 1, engineRequests: 1 });
  });

  test('a hit is made before anything waits', async () => {
    const harness = new CompletionHarness(() => '1;');
    const document = new EditableDocument('let a = |');
    await harness.ask(document).outcome;
    void harness.ask(document);
    await Promise.resolve();
    expect(harness.snapshot.hits).toBe(1);
  });

  test('"nothing here" is believed for 30 s', async () => {
    const harness = new CompletionHarness(() => '');
    const document = new EditableDocument('let a = |');
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'empty', origin: 'warm' });
    await harness.clock.advance(30_000);
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'empty', origin: 'cache' });
    expect(harness.snapshot).toMatchObject({ requests: 2, hits: 1 });
    await harness.clock.advance(1);
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'empty', origin: 'warm' });
    expect(harness.engine.calls).toHaveLength(2);
  });

  test('running out of time before the first word is not "nothing here"', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await settlePromises();
    harness.engine.last.answer('', {}, 'time');
    expect(await asked.outcome).toMatchObject({ reason: 'empty' });
    void harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(2);
  });

  test('another generation is never served; an answer of an older one is dropped', async () => {
    const harness = new CompletionHarness();
    const document = new EditableDocument('let a = |');
    const first = harness.ask(document);
    await settlePromises();
    harness.settings = { ...harness.settings, generation: 'model-b' };
    harness.engine.last.answer('1;');
    expect(await first.outcome).toMatchObject({ reason: 'superseded', cost: { evaluatedTokens: 3 } });
    const second = harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(2);
    harness.engine.last.answer('2;');
    expect(answerOf(await second.outcome).text).toBe('2;');
    harness.settings = { ...harness.settings, generation: 'model-a' };
    void harness.ask(document);
    await settlePromises();
    expect(harness.engine.calls).toHaveLength(3);
  });

  test('a renamed document keeps its answers, a forgotten one does not', async () => {
    const harness = new CompletionHarness(() => '1;');
    const document = new EditableDocument('let a = |');
    await harness.ask(document).outcome;
    harness.service.renameDocument(document.uri, 'file:///project/b.ts');
    document.uri = 'file:///project/b.ts';
    expect(answerOf(await harness.ask(document).outcome).origin).toBe('cache');
    harness.service.forgetDocument(document.uri);
    expect(harness.service.cacheUtilisation().entries).toBe(0);
    expect(answerOf(await harness.ask(document).outcome).origin).toBe('warm');
    await harness.service.clear();
    expect(harness.service.cacheUtilisation().entries).toBe(0);
    expect(harness.engine.cleared).toBe(1);
  });
});

test('no lookup reads more than a bounded number of lines', async () => {
  const line = 'const value = compute(1);\n';
  const harness = new CompletionHarness(() => '1;');
  const small = new EditableDocument(line.repeat(300) + 'let a = |\n' + line.repeat(300));
  const large = new EditableDocument(line.repeat(5000) + 'let a = |\n' + line.repeat(5000));
  await harness.ask(small).outcome;
  await harness.ask(large).outcome;
  expect(large.reads).toBeLessThanOrEqual(small.reads);
});
