import { describe, expect, it } from 'vitest';
import { RequestTimes } from '../../../bench/replay/requestTimes';
import { type AnswerOutcome, none } from '../../../src/completion/outcome';

function answer(
  origin: AnswerOutcome['origin'],
  ms: number,
  more: Partial<AnswerOutcome> = {},
): AnswerOutcome {
  return { kind: 'answer', origin, text: 'x', replaceAfter: 0, timeToTextMs: ms, ...more };
}

describe('RequestTimes', () => {
  it('takes the time to text of every answer, and the first token of warm ones', () => {
    const times = new RequestTimes();
    times.record(answer('typed-through', 1));
    times.record(answer('cache', 2));
    times.record(answer('joined', 60, { firstTokenMs: 7 }));
    times.record(answer('warm', 100, { firstTokenMs: 30 }));
    times.record(answer('warm', 250, { firstTokenMs: 50, isPart: true }));
    times.record(answer('cold', 900, { firstTokenMs: 500 }));
    const figures = times.figures();
    expect(figures).toMatchObject({ requests: 6, answers: 6, parts: 1 });
    expect(figures.timeToTextMs).toMatchObject({ count: 6, p50: 60, p95: 900 });
    expect(figures.warmFirstTokenMs).toMatchObject({ count: 2, p50: 30, p95: 50 });
  });

  it('counts requests that showed nothing, but none that a guard turned away', () => {
    const times = new RequestTimes();
    for (const reason of ['aborted', 'held-back', 'superseded', 'filtered'] as const)
      times.record(none(reason));
    times.record(none('empty', { origin: 'cache' }));
    for (const reason of ['disabled', 'excluded', 'empty'] as const) times.record(none(reason));
    expect(times.figures()).toMatchObject({ requests: 5, answers: 0, timeToTextMs: { count: 0 } });
  });
});
