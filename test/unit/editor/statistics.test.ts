import { describe, expect, test } from 'vitest';
import { patternPath, shapePath } from '../../../src/editor/statistics/webview/charts/marks';
import { meanings } from '../../../src/editor/statistics/webview/meanings';
import { layOutStrip, stripInWords } from '../../../src/editor/statistics/webview/strips';
import {
  bucketNames,
  endInWords,
  hasAnswers,
  milliseconds,
  percent,
  placeInWords,
  resultInWords,
  tokensInWords,
} from '../../../src/editor/statistics/webview/text';
import { emptyReport, sampleReport } from '../../support/sampleReport';
import { seededRandom } from '../../support/random';

describe('the words of the page', () => {
  const [first] = sampleReport().recent;
  if (first === undefined) throw new Error('The sample has no request.');
  const failed = { ...first, kind: 'none', origin: null, end: null } as const;

  test('what became of a request', () => {
    expect(resultInWords(first)).toBe('Shown, 31 characters');
    expect(resultInWords({ ...failed, reason: 'filtered', filter: 'runaway' })).toBe(
      'Not shown: the model repeated itself',
    );
    expect(resultInWords({ ...failed, reason: 'held-back', detail: 'The line is complete.' })).toBe(
      'Not asked: The line is complete',
    );
    expect(resultInWords({ ...failed, reason: 'aborted' })).toBe('Called off by the editor');
  });

  test('what became of the suggestion', () => {
    expect(endInWords({ ...first, end: null })).toBe('Open');
    expect(endInWords({ ...first, end: 'partly' })).toBe('Accepted in part');
    expect(endInWords(failed)).toBe('–');
  });

  test('places count lines from 1, tokens and times may be missing', () => {
    expect(placeInWords('a/b.ts', 0)).toBe('a/b.ts:1');
    expect(placeInWords('a/b.ts', 0, false)).toBe('b.ts:1');
    expect(
      tokensInWords({
        ...first,
        strip: { kept: 9, evaluated: 3, healed: 1, generated: 5, abandoned: 0, cold: false },
      }),
    ).toBe('9 + 3 → 5');
    expect(tokensInWords(first)).toBe('–');
    expect([percent(null), milliseconds(null), percent(0.5)]).toEqual(['–', '–', '50%']);
  });

  test('buckets: one a bound, and one beyond the last', () => {
    expect(bucketNames([1, 20, 1000])).toEqual(['≤ 1 ms', '≤ 20 ms', '≤ 1 s', '> 1 s']);
    expect(bucketNames([])).toEqual([]);
  });

  test('an empty report has no answers', () => {
    expect(hasAnswers(sampleReport().times.byOrigin)).toBe(true);
    expect(hasAnswers(emptyReport().times.byOrigin)).toBe(false);
  });

  test('every meaning is whole sentences', () => {
    for (const { label, meaning } of Object.values(meanings))
      expect(meaning, label).toMatch(/^[A-Z0-9].*\.$/);
  });
});

describe('layOutStrip', () => {
  test('is to scale, but for parts that could not be seen', () => {
    expect(layOutStrip({ kept: 60, evaluated: 20, healed: 10, generated: 20 })).toEqual([
      { part: 'kept', tokens: 60, width: (60 / 110) * 100 },
      { part: 'evaluated', tokens: 20, width: (20 / 110) * 100 },
      { part: 'healed', tokens: 10, width: (10 / 110) * 100 },
      { part: 'generated', tokens: 20, width: (20 / 110) * 100 },
    ]);
    expect(layOutStrip({ kept: 996, evaluated: 0, healed: 4, generated: 0 })).toEqual([
      { part: 'kept', tokens: 996, width: 96 },
      { part: 'healed', tokens: 4, width: 4 },
    ]);
  });

  test('fills its place exactly, whatever the tokens', () => {
    const random = seededRandom(3);
    const tokens = () => Math.floor(random() ** 6 * 5000);
    for (let round = 0; round < 500; round++) {
      const segments = layOutStrip({
        kept: tokens(),
        evaluated: tokens(),
        healed: tokens(),
        generated: tokens(),
      });
      const width = segments.reduce((sum, segment) => sum + segment.width, 0);
      expect(width).toBeCloseTo(segments.length === 0 ? 0 : 100);
      for (const segment of segments) expect(segment.width).toBeGreaterThanOrEqual(4);
    }
  });

  test('says the same in words', () => {
    const strip = { kept: 9, evaluated: 3, healed: 1, generated: 5 };
    expect(stripInWords(strip)).toBe('9 kept, 3 evaluated (1 healed), 5 generated');
    expect(stripInWords({ ...strip, healed: 0 })).toBe('9 kept, 3 evaluated, 5 generated');
  });
});

describe('marks', () => {
  test('no two origins look alike without colour', () => {
    const shapes = (['circle', 'square', 'triangle', 'diamond', 'cross'] as const).map((shape) =>
      shapePath(shape, 5, 5, 3),
    );
    const patterns = (['solid', 'rising', 'dots', 'flat', 'crossed'] as const).map((pattern) =>
      patternPath(pattern, 18, 10, 5),
    );
    for (const paths of [shapes, patterns]) {
      expect(new Set(paths).size).toBe(5);
      expect(paths.join('')).not.toMatch(/NaN|undefined/);
    }
  });

  test('a pattern of nothing is nothing', () => {
    expect(patternPath('flat', 10, 0, 5)).toBe('');
    expect(patternPath('dots', 1, 1, 5)).toBe('');
  });
});
