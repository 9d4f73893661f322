import { describe, expect, it } from 'vitest';
import { readPoliciesArguments } from '../../../../bench/policies/arguments';

describe('readPoliciesArguments', () => {
  it('records nothing and draws nothing by default', () => {
    expect(readPoliciesArguments([])).toEqual({ records: undefined, plot: undefined, json: false });
  });

  it('reads what to record, and where to draw', () => {
    const args = ['--record', 'days', '--plot', 'a.svg', '--json'];
    expect(readPoliciesArguments(args)).toEqual({ records: 'days', plot: 'a.svg', json: true });
  });

  it('explains what is wrong', () => {
    expect(() => readPoliciesArguments(['--record', 'nights'])).toThrow(
      '--record is "nights", expected one of days, beginnings. Usage: npm run -s bench:policies',
    );
  });
});
