import { describe, expect, it } from 'vitest';
import { plotThresholds } from '../../../../bench/shown/plot';
import { linesOf, placeOf } from '../plots/support/picture';
import { judgedAnswer, logsOf } from './support/judgedAnswer';

/** Of each curve, how high it is from 0 to 1 at each threshold. */
function heights(svg: string): number[][] {
  const [none, all] = ['0 %', '100 %'].map((text) => placeOf(svg, text).y);
  return linesOf(svg).map((line) => line.map(({ y }) => (Number(none) - y) / (Number(none) - Number(all))));
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
    const svg = plotThresholds(answers, 0.5);
    expect(placeOf(svg, 'the product’s: 0.50, 2 of 4 shown').x).toBeCloseTo(
      Number(linesOf(svg)[0]?.[10]?.x),
      0,
    );
  });
});
