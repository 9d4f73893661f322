import { describe, expect, it } from 'vitest';
import { longestPauseMs, paced, type PlayedTrace } from '../../../../bench/traces/pace';
import type { ReplayEvent } from '../../../../bench/replay/typist';

/** Types a letter at the end of the text at each of the times. */
function typedAt(...times: readonly number[]): PlayedTrace {
  const events: ReplayEvent[] = times.map((at, index) => ({
    at,
    edit: { offset: index, delete: 0, insert: 'abcdefgh'.charAt(index) },
  }));
  const document = { file: 'a.js', languageId: 'javascript', text: '', others: [] };
  return { name: 'a', trace: { ...document, events }, finalTexts: { 'a.js': 'abcdefgh' } };
}

function timesOf({ trace }: PlayedTrace): readonly number[] {
  return trace.events.map(({ at }) => at);
}

describe('paced', () => {
  it('makes the mean time between two keys that of the speed, and keeps the rhythm', () => {
    // 300, 100 and 800 ms: 400 on the mean. 60 words a minute are 5 keys a second.
    expect(timesOf(paced(typedAt(0, 300, 400, 1200), { wordsPerMinute: 60 }))).toEqual([0, 150, 200, 600]);
    expect(timesOf(paced(typedAt(0, 300, 400, 1200), { wordsPerMinute: 120 }))).toEqual([0, 75, 100, 300]);
  });

  it('leaves pauses for thought out of the mean, scales them and cuts them', () => {
    const played = paced(typedAt(0, 100, 4100, 4200, 24_200), { wordsPerMinute: 60 });
    expect(timesOf(played)).toEqual([0, 200, 3200, 3400, 3400 + longestPauseMs]);
    const shorter = paced(typedAt(0, 400, 2800), { wordsPerMinute: 60 });
    expect(timesOf(shorter)).toEqual([0, 200, 1400]);
  });

  it('leaves moves, deletions and what follows them out of the mean', () => {
    const { name, trace, finalTexts } = typedAt(0, 400);
    const events: ReplayEvent[] = [
      ...trace.events,
      { at: 1400, cursor: 0 },
      { at: 2400, edit: { offset: 0, delete: 1, insert: '' } },
      { at: 3400, edit: { offset: 0, delete: 0, insert: 'x' } },
    ];
    const played = paced({ name, trace: { ...trace, events }, finalTexts }, { wordsPerMinute: 60 });
    expect(timesOf(played)).toEqual([0, 200, 700, 1200, 1700]);
  });

  it('plays so many keys, and knows the text at which they end', () => {
    const played = paced(typedAt(0, 200, 400, 600), { wordsPerMinute: 60, keys: 3 });
    expect(timesOf(played)).toEqual([0, 200, 400]);
    expect(played.finalTexts).toEqual({ 'a.js': 'abc' });
    expect(paced(typedAt(0, 200), { wordsPerMinute: 60, keys: 9 }).trace.events).toHaveLength(2);
  });
});
