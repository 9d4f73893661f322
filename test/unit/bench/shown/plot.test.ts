import { describe, expect, it } from 'vitest';
import { plotThresholds } from '../../../../bench/shown/plot';
import { judgedAnswer, logsOf } from './support/judgedAnswer';

/** Of each curve, how high it is from 0 to 1 at each threshold; the frame is that of the grid's outer lines. */
function heights(svg: string): number[][] {
  return [...svg.matchAll(/points="([^"]*)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => 1 - (Number(point.split(',')[1]) - 16) / 320),
  );
}

describe('plotThresholds', () => {
  const answers = [
    judgedAnswer({ isRight: true, logs: logsOf(0.92) }),
    judgedAnswer({ logs: logsOf(0.52) }),
    judgedAnswer({ hiddenBy: 'repeats-suffix', isRawRight: true, logs: logsOf(0.97) }),
    judgedAnswer({ logs: logsOf(0.02) }),
  ];

  it('has a curve for what is shown, precision, recall and keys saved', () => {
    const [shown, precision, recall, kept] = heights(plotThresholds(answers, 0.6));
    // Thresholds 0, 0.5 and 0.95.
    const at = (curve: number[] | undefined) => [0, 10, 19].map((index) => curve?.[index]?.toFixed(2));
    expect(at(shown)).toEqual(['0.75', '0.50', '0.00']);
    expect(at(precision)).toEqual(['0.33', '0.50', undefined]);
    expect(at(recall)).toEqual(['0.50', '0.50', '0.00']);
    expect(at(kept)).toEqual(['1.00', '1.00', '0.00']);
  });

  it('marks the product’s threshold and says what is shown there', () => {
    expect(plotThresholds(answers, 0.5)).toContain('the product’s: 0.50, 2 of 4 shown');
  });
});
