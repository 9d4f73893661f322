import { describe, expect, test } from 'vitest';
import type { Tally } from '../../../../src/completion/metrics';
import {
  countedBetween,
  dayOf,
  emptyTally,
  formatDays,
  keptDays,
  keptOf,
  parseDays,
  sumOfDays,
} from '../../../../src/editor/statistics/days/days';

function tally(changes: Partial<Tally>): Tally {
  return { ...emptyTally, ...changes };
}

const noon = new Date(2026, 10, 25, 12).getTime();

describe('days', () => {
  test('are local ones', () => {
    expect(dayOf(new Date(2026, 0, 5, 0, 0, 0).getTime())).toBe('2026-01-05');
    expect(dayOf(new Date(2026, 0, 5, 23, 59, 59).getTime())).toBe('2026-01-05');
  });

  test('are kept for ninety, without those of a clock that was wrong', () => {
    const all = new Map(
      Array.from(
        { length: 200 },
        (_, ago) => [dayOf(new Date(2026, 10, 30 - ago, 12).getTime()), emptyTally] as const,
      ),
    );
    const kept = [...keptOf(all, noon).keys()].sort();
    expect(kept).toHaveLength(keptDays);
    expect(kept.at(-1)).toBe('2026-11-25');
    expect(kept[0]).toBe('2026-08-28');
  });

  test('are summed count by count', () => {
    const sum = sumOfDays([
      new Map([['2026-11-24', tally({ hits: 2, reusedTokens: -3 })]]),
      new Map([
        ['2026-11-24', tally({ hits: 5, reusedTokens: 10 })],
        ['2026-11-25', tally({ shown: 1 })],
      ]),
    ]);
    expect([...sum]).toEqual([
      ['2026-11-24', tally({ hits: 7, reusedTokens: 7 })],
      ['2026-11-25', tally({ shown: 1 })],
    ]);
  });

  test('what was counted between two looks, also where the counts began anew', () => {
    const before = tally({ keystrokes: 9, requests: 5, reusedTokens: 100 });
    const later = tally({ keystrokes: 9, requests: 6, reusedTokens: 90 });
    expect(countedBetween(before, later)).toEqual(tally({ requests: 1, reusedTokens: -10 }));
    const anew = tally({ keystrokes: 1, requests: 7, reusedTokens: 20 });
    expect(countedBetween(before, anew)).toEqual(anew);
  });
});

describe('a file', () => {
  const days = new Map([
    ['2026-11-24', tally({ hits: 7, reusedTokens: -7 })],
    ['2026-11-25', tally({ acceptedCharacters: 12 })],
  ]);

  test('is read as it was written, and holds days and numbers only', () => {
    expect(parseDays(formatDays(days))).toEqual(days);
    const { version, days: written } = JSON.parse(formatDays(days)) as {
      version: number;
      days: Record<string, unknown>[];
    };
    expect(version).toBe(1);
    for (const { day, ...counts } of written) {
      expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(Object.keys(counts).sort()).toEqual(Object.keys(emptyTally).sort());
      expect(Object.values(counts).every((count) => typeof count === 'number')).toBe(true);
    }
  });

  test.each([
    ['cut short', formatDays(days).slice(0, -9)],
    ['empty', ''],
    ['no object', '7'],
    ['no version', '{"days":[]}'],
    ['no days', '{"version":1}'],
    ['a day that is none', '{"version":1,"days":[{"day":"today"}]}'],
    ['a count that is none', formatDays(days).replace('"hits":7', '"hits":"7"')],
    ['a count that is missing', formatDays(days).replace('"hits":7,', '')],
    ['a day twice', formatDays(days).replace('2026-11-24', '2026-11-25')],
  ])('that is damaged (%s) is none', (_, text) => {
    expect(parseDays(text)).toBeUndefined();
  });

  test('of a later release is told apart from a damaged one', () => {
    expect(parseDays('{"version":2,"other":true}')).toBe('newer');
  });
});
