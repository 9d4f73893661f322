import { describe, expect, it } from 'vitest';
import { areaUnderCurve, chooseThreshold, halve, isShown, measure } from '../../../../bench/shown/measures';
import { type Rule, rules, thresholds } from '../../../../bench/shown/rules';
import { judgedAnswer, logsOf } from './support/judgedAnswer';

function ruleOf(name: string): Rule {
  const rule = rules.find((one) => one.name === name);
  if (!rule) throw new Error(`No rule is called "${name}".`);
  return rule;
}

const first = ruleOf('first');

/** A right answer of 11 characters, or a wrong one of ten, of whose first token the model was this sure. */
const right = (probability: number): ReturnType<typeof judgedAnswer> =>
  judgedAnswer({ isRight: true, logs: logsOf(probability) });
const wrong = (probability: number): ReturnType<typeof judgedAnswer> =>
  judgedAnswer({ logs: logsOf(probability) });

describe('a rule', () => {
  const logs = [-1, -3, -0.5, -0.1, -0.4];

  it.each([
    ['first', -1],
    ['mean of 2', -2],
    ['least of 2', -3],
    ['mean of 3', -1.5],
    ['mean of 4', -1.15],
    ['mean of 5', -1],
    ['mean of all', -1],
    ['least of all', -3],
  ])('scores by the %s', (name, score) => {
    expect(ruleOf(name).score(logs)).toBeCloseTo(score, 10);
  });

  it('goes by the tokens there are, and believes where nothing is known', () => {
    expect(ruleOf('mean of 5').score([-1, -3])).toBe(-2);
    expect(rules.map(({ score }) => score([]))).toEqual(rules.map(() => 0));
  });
});

describe('isShown', () => {
  it('compares with a probability, itself included', () => {
    expect(isShown(right(0.5), first, 0.5)).toBe(true);
    expect(isShown(right(0.49), first, 0.5)).toBe(false);
  });

  it('shows at 0 all that no filter hides', () => {
    expect(isShown(wrong(1e-45), first, 0)).toBe(true);
    expect(isShown(judgedAnswer({ hiddenBy: 'blank' }), first, 0)).toBe(false);
  });
});

describe('measure', () => {
  const hiddenRight = judgedAnswer({ hiddenBy: 'repeats-suffix', isRawRight: true, shownLength: 0 });
  const answers = [right(0.9), right(0.2), wrong(0.8), wrong(0.1), hiddenRight];

  it('counts what is shown and right, what that saves, and what is in the way', () => {
    expect(measure(answers, first, 0)).toEqual({
      positions: 5,
      shown: 4,
      right: 2,
      rawRight: 3,
      saved: 20,
      wrongCharacters: 20,
    });
    expect(measure(answers, first, 0.5)).toEqual({
      positions: 5,
      shown: 2,
      right: 1,
      rawRight: 3,
      saved: 10,
      wrongCharacters: 10,
    });
  });
});

describe('chooseThreshold', () => {
  const long = judgedAnswer({ isRight: true, restLength: 201, logs: logsOf(0.7) });

  it('takes the highest that keeps 95 % of the keys', () => {
    expect(chooseThreshold([long, right(0.3), wrong(0.9)], first, thresholds)).toBeCloseTo(0.7, 10);
    expect(chooseThreshold([long, right(0.3), right(0.3)], first, thresholds)).toBeCloseTo(0.3, 10);
  });

  it('shows all where every key counts', () => {
    expect(chooseThreshold([right(0.01)], first, thresholds)).toBe(0);
  });
});

describe('areaUnderCurve', () => {
  it('is the share of pairs in which the right one is surer, ties counting half', () => {
    const answers = [right(0.9), right(0.5), wrong(0.5), wrong(0.4)];
    expect(areaUnderCurve(answers, first)).toBe((1 + 1 + 0.5 + 1) / 4);
    expect(areaUnderCurve([...answers, judgedAnswer({ hiddenBy: 'blank' })], first)).toBe(3.5 / 4);
  });

  it('is NaN without a pair', () => {
    expect(areaUnderCurve([right(0.9)], first)).toBeNaN();
  });
});

describe('halve', () => {
  it('puts every second file in one half, whole', () => {
    const answers = ['a', 'b', 'a', 'c'].map((group) => judgedAnswer({ group }));
    const [odd, even] = halve(answers);
    expect(odd.map(({ group }) => group)).toEqual(['a', 'a', 'c']);
    expect(even.map(({ group }) => group)).toEqual(['b']);
  });
});
