import { describe, expect, it } from 'vitest';
import { readGuardArguments } from '../../../../bench/guard/arguments';
import { guardedTraces } from '../../../../bench/guard/guardTraces';
import { catalogue } from '../../../../bench/traces/catalogue';

describe('readGuardArguments', () => {
  it('compares all traces by default', () => {
    expect(readGuardArguments([])).toEqual({
      records: false,
      updates: false,
      names: [...guardedTraces],
      json: false,
    });
  });

  it('records one trace', () => {
    expect(readGuardArguments(['--record', '--only', 'pool'])).toMatchObject({
      records: true,
      names: ['pool'],
    });
  });

  it.each([
    [['--only', 'none', '--record'], '--only is "none", which is no guarded trace'],
    [['--only', 'pool'], '--only goes with --record alone'],
    [['--fast'], "Unknown option '--fast'"],
  ])('explains what is wrong with %j', (args, problem) => {
    expect(() => readGuardArguments(args)).toThrow(problem);
  });
});

describe('the guarded traces', () => {
  it('are of the catalogue', () => {
    const names = catalogue.map(({ name }) => name);
    expect(guardedTraces.filter((name) => !names.includes(name))).toEqual([]);
  });
});
