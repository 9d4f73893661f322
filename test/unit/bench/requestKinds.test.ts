import { describe, expect, it } from 'vitest';
import { EditableDocument } from '../../../bench/replay/editableDocument';
import { RequestKinds, sumOfKinds } from '../../../bench/replay/requestKinds';
import type { ReplayEvent } from '../../../bench/replay/typist';
import type { AnswerOutcome, CompletionOutcome } from '../../../src/completion/outcome';

const hit: AnswerOutcome = {
  kind: 'answer',
  origin: 'typed-through',
  text: 'x',
  replaceAfter: 0,
  timeToTextMs: 0,
};
const fresh: AnswerOutcome = { ...hit, origin: 'warm' };

describe('requests while what is typed matches what is shown', () => {
  function following(event: ReplayEvent, shown: string | undefined, outcome: CompletionOutcome = hit) {
    const kinds = new RequestKinds();
    const document = new EditableDocument('a', 'a.ts', 'typescript', 'let a = ');
    if ('edit' in event) document.apply(event.edit);
    kinds.asked(event, document, shown === undefined ? undefined : { ...fresh, text: shown }, 8)(outcome);
    return kinds.following;
  }
  const key: ReplayEvent = { at: 0, edit: { offset: 8, delete: 0, insert: 'f' } };

  it('are those, whoever answers', () => {
    expect(following(key, 'foo(1);')).toEqual({ requests: 1, withoutEngine: 1 });
    expect(following(key, 'foo(1);', fresh)).toEqual({ requests: 1, withoutEngine: 0 });
    expect(following(key, 'foo(1);', { kind: 'none', reason: 'empty', origin: 'cache' })).toEqual({
      requests: 1,
      withoutEngine: 1,
    });
  });

  it('are those with a closer that the editor adds', () => {
    const bracket: ReplayEvent = { at: 0, edit: { offset: 8, delete: 0, insert: '()' }, cursor: 9 };
    expect(following(bracket, '(1, 2);').requests).toBe(1);
  });

  it('are not those that differ, use the suggestion up, are elsewhere, or delete', () => {
    expect(following(key, 'bar(1);').requests).toBe(0);
    expect(following(key, 'f').requests).toBe(0);
    expect(following(key, undefined).requests).toBe(0);
    expect(following({ at: 0, edit: { offset: 3, delete: 0, insert: 'f' } }, 'foo(1);').requests).toBe(0);
    expect(following({ at: 0, edit: { offset: 7, delete: 1, insert: '' } }, 'foo(1);').requests).toBe(0);
  });
});

describe('requests at a state seen before', () => {
  it('are those that a deletion leads back to, if that was answered', () => {
    const kinds = new RequestKinds();
    const document = new EditableDocument('a', 'a.ts', 'typescript', 'let a = ');
    const play = (edit: { offset: number; delete: number; insert: string }, outcome: CompletionOutcome) => {
      document.apply(edit);
      kinds.asked({ at: 0, edit }, document, undefined, undefined)(outcome);
    };
    play({ offset: 8, delete: 0, insert: 'x' }, { kind: 'none', reason: 'held-back' });
    play({ offset: 9, delete: 0, insert: 'y' }, fresh);
    play({ offset: 10, delete: 0, insert: 'z' }, fresh);
    expect(kinds.seen.requests).toBe(0);
    play({ offset: 10, delete: 1, insert: '' }, { ...hit, origin: 'cache' });
    expect(kinds.seen).toEqual({ requests: 1, withoutEngine: 1 });
    play({ offset: 9, delete: 1, insert: '' }, fresh);
    expect(kinds.seen.requests).toBe(1);
    play({ offset: 9, delete: 0, insert: 'q' }, fresh);
    play({ offset: 9, delete: 1, insert: '' }, fresh);
    expect(kinds.seen).toEqual({ requests: 2, withoutEngine: 1 });
  });

  it('add up', () => {
    const count = { requests: 2, withoutEngine: 1 };
    expect(sumOfKinds([count, count])).toEqual({ requests: 4, withoutEngine: 2 });
  });
});
