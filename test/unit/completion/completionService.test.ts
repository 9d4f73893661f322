import { describe, expect, test } from 'vitest';
import { AbortError } from '../../../src/base/abort';
import { HearthError } from '../../../src/base/errors';
import { breathMs } from '../../../src/completion/ahead';
import { blockLines } from '../../../src/completion/blockRule';
import { CompletionService } from '../../../src/completion/completionService';
import type { AnswerOutcome, CompletionOutcome } from '../../../src/completion/outcome';
import { partAfterMs } from '../../../src/completion/part';
import { mostRefusals } from '../../../src/completion/reluctance';
import type { CompletionSettings } from '../../../src/completion/settings';
import { longestWaitMs } from '../../../src/completion/whenToAsk';
import { EditableDocument } from '../../support/editableDocument';
import { FakeClock, settlePromises } from '../../support/fakeClock';
import { RecordingLogger } from '../../support/recordingLogger';
import { ScriptedEngine } from '../../support/scriptedEngine';

class Harness {
  readonly clock = new FakeClock();
  readonly logger = new RecordingLogger();
  readonly engine: ScriptedEngine;
  readonly service: CompletionService;
  settings: CompletionSettings = {
    enabled: true,
    languages: { '*': true },
    excludedFiles: [],
    multiline: true,
    maxTokens: 64,
    timeBudgetMs: undefined,
    generation: 'model-a',
  };

  constructor(reply?: (before: string) => string | undefined) {
    this.engine = new ScriptedEngine(reply && ((request) => reply(request.prompt.before)));
    const { engine, clock, logger } = this;
    this.service = new CompletionService({ engine, clock, logger, settings: () => this.settings });
  }

  ask(
    document: EditableDocument,
    trigger: 'automatic' | 'explicit' = 'automatic',
    alternatives?: number,
  ): Asked {
    return new Asked(this.service, document, trigger, alternatives);
  }

  get snapshot() {
    return this.service.metrics.snapshot();
  }
}

class Asked {
  readonly controller = new AbortController();
  readonly outcome: Promise<CompletionOutcome>;

  constructor(
    service: CompletionService,
    document: EditableDocument,
    trigger: 'automatic' | 'explicit',
    alternatives?: number,
  ) {
    const more = alternatives === undefined ? {} : { alternatives };
    const request = { document, position: document.cursor, trigger, ...more };
    this.outcome = service.complete(request, this.controller.signal);
  }

  abort(): this {
    this.controller.abort();
    return this;
  }
}

function answerOf(outcome: CompletionOutcome): AnswerOutcome {
  if (outcome.kind !== 'answer') throw new Error(`No answer: ${JSON.stringify(outcome)}`);
  return outcome;
}

describe('guards', () => {
  test('a closed door costs no engine request and no lookup', async () => {
    const harness = new Harness(() => 'x');
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
    const harness = new Harness(() => 'x');
    harness.settings = { ...harness.settings, languages: { '*': false, python: true } };
    expect(await harness.ask(new EditableDocument('a |')).outcome).toMatchObject({ reason: 'disabled' });
    const python = new EditableDocument('a |', 'file:///a.py', 'a.py', 'python');
    expect(await harness.ask(python).outcome).toMatchObject({ kind: 'answer' });
  });

  test('inside a word and before others nothing is proposed unless asked for', async () => {
    const harness = new Harness(() => 'x');
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
    const harness = new Harness(() => 'x');
    harness.settings = { ...harness.settings, excludedFiles: ['a/[z', '*.md'] };
    await harness.ask(new EditableDocument('a |')).outcome;
    await harness.ask(new EditableDocument('b |')).outcome;
    expect(harness.logger.lines.filter((line) => line.includes('"a/[z"'))).toHaveLength(1);
  });
});

describe('engine answers', () => {
  test('the engine gets the window, the limits and the path', async () => {
    const harness = new Harness(() => 'b;');
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
    const harness = new Harness(() => 'b;');
    const document = new EditableDocument('if (a) {\n  |\n}');
    await harness.ask(document).outcome;
    expect(harness.engine.last.request.limits).toEqual({ tokens: 64, lines: 6 });
    harness.settings = { ...harness.settings, multiline: false, generation: 'single' };
    await harness.ask(document).outcome;
    expect(harness.engine.last.request.limits).toEqual({ tokens: 64, lines: 1 });
  });

  test('origin, cost and times', async () => {
    const harness = new Harness();
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
    const harness = new Harness(() => '1;');
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
    const harness = new Harness(() => '1;');
    harness.engine.warm = false;
    const asked = harness.ask(new EditableDocument('let a = |'));
    await harness.clock.advance(20);
    expect(await asked.abort().outcome).toEqual({ kind: 'none', reason: 'aborted' });
    await harness.clock.advance(100);
    expect(harness.engine.calls).toHaveLength(0);
    expect(harness.clock.pending).toBe(0);
  });

  test('a request that was cancelled before it came', async () => {
    const harness = new Harness(() => '1;');
    const controller = new AbortController();
    controller.abort();
    const document = new EditableDocument('let a = |');
    const request = { document, position: document.cursor, trigger: 'automatic' } as const;
    expect(await harness.service.complete(request, controller.signal)).toMatchObject({ reason: 'aborted' });
    expect(harness.engine.calls).toHaveLength(0);
  });

  test('the rest of a line that the answer repeats is replaced', async () => {
    const harness = new Harness(() => 'a, b);');
    const document = new EditableDocument('foo(|)\n');
    const answer = answerOf(await harness.ask(document).outcome);
    expect(document.accept(answer).marked).toBe('foo(a, b);|\n');
  });

  test('a filtered answer says which filter, and is cached raw', async () => {
    const harness = new Harness(() => 'return total;');
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
    const harness = new Harness(() => 'a();\r\n  b();');
    const answer = answerOf(await harness.ask(new EditableDocument('if (x) {\r\n  |\r\n}')).outcome);
    expect(answer.text).toBe('a();\n  b();');
  });
});

describe('the completion cache', () => {
  test('typing through, going back and undoing cost no engine request', async () => {
    const harness = new Harness((before) => 'console.log(value);'.slice(before.length));
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
    const harness = new Harness(() => '1;');
    const document = new EditableDocument('let a = |');
    await harness.ask(document).outcome;
    void harness.ask(document);
    await Promise.resolve();
    expect(harness.snapshot.hits).toBe(1);
  });

  test('"nothing here" is believed for 30 s', async () => {
    const harness = new Harness(() => '');
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness(() => '1;');
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

describe('in flight', () => {
  test('the next key joins the running request, whichever order the editor cancels in', async () => {
    for (const cancelFirst of [true, false]) {
      const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    await settlePromises();
    asked.abort();
    harness.engine.last.answer('1;');
    await settlePromises();
    expect(answerOf(await harness.ask(document).outcome).origin).toBe('cache');
  });

  test('the document changed while waiting: no answer, but the place keeps it', async () => {
    const harness = new Harness();
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
    const harness = new Harness();
    harness.engine.warm = false;
    const document = new EditableDocument('let a = |');
    const asked = harness.ask(document);
    document.type('x');
    await harness.clock.advance(60);
    expect(await asked.outcome).toMatchObject({ reason: 'superseded' });
    expect(harness.engine.calls).toHaveLength(0);
  });

  test('a forgotten document gets no late entry', async () => {
    const harness = new Harness();
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

describe('failures', () => {
  test('a failure is an outcome, logged once a message', async () => {
    const harness = new Harness();
    for (let key = 0; key < 3; key++) {
      const asked = harness.ask(new EditableDocument(`let a${key} = |`));
      await settlePromises();
      harness.engine.last.fail(new HearthError('engine-crashed', 'The engine ended.'));
      expect(await asked.outcome).toEqual({
        kind: 'none',
        reason: 'failed',
        failure: 'engine-crashed',
        detail: 'The engine ended.',
      });
    }
    expect(harness.logger.lines).toEqual(['error: A completion failed: The engine ended.']);
    expect(harness.snapshot.outcomes).toEqual({ 'none:failed': 3 });
  });

  test('whatever throws, the promise settles with an outcome', async () => {
    const harness = new Harness();
    const document = new EditableDocument('let a = |');
    const outside = { document, position: { line: 99, character: 0 }, trigger: 'automatic' } as const;
    const { signal } = new AbortController();
    expect(await harness.service.complete(outside, signal)).toMatchObject({ failure: 'unexpected' });
    harness.engine.complete = () => {
      throw new Error('thrown, not rejected');
    };
    expect(await harness.ask(document).outcome).toMatchObject({
      reason: 'failed',
      detail: 'thrown, not rejected',
    });
    harness.service.metrics.onDidChange(() => {
      throw new Error('a listener');
    });
    expect(await harness.ask(document).outcome).toMatchObject({ reason: 'failed' });
    expect(harness.snapshot.outcomes).toEqual({ 'none:failed': 3 });
  });

  test('disposal ends what runs and leaves the engine to its owner', async () => {
    const harness = new Harness();
    const asked = harness.ask(new EditableDocument('let a = |'));
    await settlePromises();
    harness.service.dispose();
    expect(await asked.outcome).toMatchObject({ reason: 'aborted' });
    expect(harness.engine.last.signal.aborted).toBe(true);
    expect(harness.engine.disposed).toBe(false);
    expect(await harness.ask(new EditableDocument('let b = |')).outcome).toMatchObject({ reason: 'aborted' });
    expect(harness.clock.pending).toBe(0);
  });
});

test('no lookup reads more than a bounded number of lines', async () => {
  const line = 'const value = compute(1);\n';
  const harness = new Harness(() => '1;');
  const small = new EditableDocument(line.repeat(300) + 'let a = |\n' + line.repeat(300));
  const large = new EditableDocument(line.repeat(5000) + 'let a = |\n' + line.repeat(5000));
  await harness.ask(small).outcome;
  await harness.ask(large).outcome;
  expect(large.reads).toBeLessThanOrEqual(small.reads);
});

describe('a visit', () => {
  const document = new EditableDocument('const a = 1;\nconst b = |2;\nconst c = 3;');

  test('gives the engine the text around the cursor, and counts as no request', () => {
    const harness = new Harness();
    harness.service.visit(document, { line: 1, character: 10 });
    expect(harness.engine.visits).toMatchObject([{ before: 'const a = 1;\nconst b = ', line: 1 }]);
    expect(harness.service.metrics.snapshot().requests).toBe(0);
  });

  test.each([
    ['while completion is off', { enabled: false }],
    ['in a language that is off', { languages: { '*': false } }],
    ['in an excluded file', { excludedFiles: ['**/*.ts'] }],
  ])('is not made %s', (_, change) => {
    const harness = new Harness();
    harness.settings = { ...harness.settings, ...change };
    harness.service.visit(document, { line: 1, character: 10 });
    expect(harness.engine.visits).toEqual([]);
  });

  test('to a line that is no longer there goes to the last one', () => {
    const harness = new Harness();
    harness.service.visit(document, { line: 99, character: 99 });
    expect(harness.engine.visits).toMatchObject([{ after: '', line: 2 }]);
  });

  test('closing a document is told, and stops what is computed for it', async () => {
    const harness = new Harness();
    const asked = harness.ask(document);
    await new Promise((resolve) => setImmediate(resolve));
    harness.service.closeDocument(document.uri);
    expect(harness.engine.closed).toEqual([document.uri]);
    expect((await asked.outcome).kind).toBe('none');
  });
});

describe('when to ask', () => {
  test('a complete line is not asked about unless the user asks; it is a miss', async () => {
    const harness = new Harness(() => ' // done');
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
    const harness = new Harness(() => 'WRONG');
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
    const harness = new Harness();
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

describe('what is shown', () => {
  test('a guess is kept to itself, unless the user asks or types its beginning', async () => {
    const harness = new Harness();
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
    const harness = new Harness();
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
    const harness = new Harness();
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

describe('other answers', () => {
  const others = (...texts: string[]) => ({
    alternatives: texts.map((text) => ({ text, stop: 'line' as const })),
  });

  test('are asked for, filtered, and given once each', async () => {
    const harness = new Harness();
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
    const harness = new Harness(() => 'one();');
    const document = new EditableDocument('let a = |');
    await harness.ask(document).outcome;
    const asked = harness.ask(document, 'explicit', 2);
    expect(await asked.outcome).not.toHaveProperty('alternatives');
    expect(harness.engine.calls).toHaveLength(2);
    const second = new Harness();
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

describe('ahead of the user', () => {
  test('what follows an accepted suggestion is there at once', async () => {
    const harness = new Harness(() => 'one();');
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
    const harness = new Harness(() => 'one();');
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
    const harness = new Harness((before) => (before.endsWith(')') ? ' + two' : 'one()'));
    const document = new EditableDocument('|');
    document.accept(answerOf(await harness.ask(document).outcome));
    const joined = harness.ask(document);
    await harness.clock.advance(breathMs);
    expect(harness.engine.aheadCalls).toHaveLength(0);
    expect(await joined.outcome).toMatchObject({ origin: 'warm', text: ' + two' });
  });

  test('something else that is typed calls it off', async () => {
    const harness = new Harness(() => 'one();');
    const document = new EditableDocument('|');
    await harness.ask(document).outcome;
    await harness.clock.advance(breathMs);
    document.type('x');
    harness.ask(document);
    expect(harness.engine.aheadCalls[0]?.signal.aborted).toBe(true);
  });

  test('a joined request asks for itself where the engine called it off', async () => {
    const harness = new Harness((before) => (before.endsWith(')') ? ' + two' : 'one()'));
    const document = new EditableDocument('|');
    const shown = answerOf(await harness.ask(document).outcome);
    await harness.clock.advance(breathMs);
    document.accept(shown);
    const joined = harness.ask(document);
    harness.engine.aheadCalls[0]?.fail(new AbortError());
    expect(await joined.outcome).toMatchObject({ origin: 'warm', text: ' + two' });
  });

  test('what comes after a complete line is there when Enter is pressed', async () => {
    const harness = new Harness(() => undefined);
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
      const harness = new Harness(() => 'one();');
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
