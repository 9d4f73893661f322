import { describe, expect, it } from 'vitest';
import { readShownArguments } from '../../../../bench/shown/arguments';

const read = (line: string): ReturnType<typeof readShownArguments> =>
  readShownArguments(line.split(' ').filter((argument) => argument !== ''));

describe('readShownArguments', () => {
  it('has defaults for all', () => {
    expect(read('')).toEqual({
      model: undefined,
      positions: 400,
      threads: 1,
      reportOnly: false,
      plot: undefined,
    });
  });

  it('reads what is given', () => {
    expect(read('--model m.gguf --positions 320 --threads 2 --report')).toEqual({
      model: 'm.gguf',
      positions: 320,
      threads: 2,
      reportOnly: true,
      plot: undefined,
    });
  });

  it.each([
    [
      '--positions 0',
      '--positions is "0", expected a whole number from 1 to 999999. Usage: npm run -s bench:shown',
    ],
    ['--threads 0', '--threads is "0"'],
    ['--least 0.2', "Unknown option '--least'"],
  ])('explains what is wrong with "%s"', (line, problem) => {
    expect(() => read(line)).toThrow(problem);
  });
});
