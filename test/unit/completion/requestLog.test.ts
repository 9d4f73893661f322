import { describe, expect, test } from 'vitest';
import { MetricsRecorder } from '../../../src/completion/metricsRecorder';
import { type CompletionOutcome, none } from '../../../src/completion/outcome';
import { mostRecentRequests } from '../../../src/completion/requestLog';
import { EditableDocument } from '../../support/editableDocument';
import { warmCost } from '../../support/scriptedEngine';

const document = new EditableDocument('const a = 1;\nlet |');

function ended(ms: number) {
  return { request: { document, position: document.cursor, trigger: 'automatic' as const }, ms };
}

function warm(text = 'answer'): CompletionOutcome {
  return {
    kind: 'answer',
    origin: 'warm',
    text,
    replaceAfter: 0,
    timeToTextMs: 90,
    firstTokenMs: 40,
    cost: warmCost,
  };
}

describe('the last requests', () => {
  test('say when, where, how they ended, how long it took and what it cost', () => {
    const metrics = new MetricsRecorder(() => 10_000);
    metrics.record(warm(), ended(91));
    metrics.record(none('filtered', { origin: 'cache', filter: 'repeats' }), ended(1));
    metrics.record(none('failed', { failure: 'engine-hung', detail: 'It hung.' }), ended(7));
    const where = { uri: document.uri, path: 'a.ts', line: 1, character: 4, trigger: 'automatic' };
    const nothing = { strip: null, suggestion: null, end: null, firstTokenMs: null, characters: 0 };
    expect(metrics.snapshot().recent).toEqual([
      {
        id: 3,
        at: 9_993,
        ...where,
        ...nothing,
        kind: 'none',
        origin: null,
        reason: 'failed',
        filter: null,
        detail: 'It hung.',
        ms: 7,
      },
      {
        id: 2,
        at: 9_999,
        ...where,
        ...nothing,
        kind: 'none',
        origin: 'cache',
        reason: 'filtered',
        filter: 'repeats',
        detail: null,
        ms: 1,
      },
      {
        id: 1,
        at: 9_909,
        ...where,
        ...nothing,
        kind: 'answer',
        origin: 'warm',
        reason: null,
        filter: null,
        detail: null,
        characters: 6,
        ms: 90,
        firstTokenMs: 40,
        strip: { kept: 100, evaluated: 3, healed: 1, generated: 5, abandoned: 0, cold: false },
      },
    ]);
  });

  test('are fifty, and are counted on', () => {
    const metrics = new MetricsRecorder();
    for (let request = 0; request < 130; request++) metrics.record(none('aborted'), ended(1));
    const ids = metrics.snapshot().recent.map(({ id }) => id);
    expect(ids).toEqual(Array.from({ length: mostRecentRequests }, (_, index) => 130 - index));
  });

  test('get their cost also where it comes later, and where it comes first', () => {
    const metrics = new MetricsRecorder();
    const [late, early] = [warmPart(), warmPart()];
    metrics.record(late, ended(1));
    metrics.lateCost({ ...warmCost, reusedTokens: 7 }, late);
    metrics.lateCost({ ...warmCost, reusedTokens: 8 }, early);
    metrics.record(early, ended(1));
    expect(metrics.snapshot().recent.map(({ strip }) => strip?.kept)).toEqual([8, 7]);
    expect(metrics.snapshot()).toMatchObject({ engineRequests: 2, kv: { reusedTokens: 15 } });
  });

  test('all that went on with a suggestion learn what became of it', () => {
    const metrics = new MetricsRecorder();
    const outcomes = [warm(), warm('nswer'), warm('other')];
    for (const outcome of outcomes) metrics.record(outcome, ended(1));
    for (const [index, suggestion] of [1, 1, 2].entries())
      metrics.offered(outcomes[index] ?? warm(), suggestion);
    metrics.suggestionEnded('typedThrough', 1);
    expect(metrics.snapshot().recent.map(({ suggestion, end }) => ({ suggestion, end }))).toEqual([
      { suggestion: 2, end: null },
      { suggestion: 1, end: 'typedThrough' },
      { suggestion: 1, end: 'typedThrough' },
    ]);
  });

  test('a reset forgets them, and what comes of them later', () => {
    const metrics = new MetricsRecorder();
    const before = warmPart();
    metrics.record(before, ended(1));
    metrics.reset();
    metrics.record(none('aborted'), ended(1));
    metrics.offered(before, 1);
    metrics.suggestionEnded('accepted', 1);
    metrics.lateCost(warmCost, before);
    expect(metrics.snapshot().recent).toMatchObject([{ id: 1, reason: 'aborted', end: null, strip: null }]);
  });
});

function warmPart(): CompletionOutcome {
  return { kind: 'answer', origin: 'warm', text: 'part', replaceAfter: 0, timeToTextMs: 250, isPart: true };
}
