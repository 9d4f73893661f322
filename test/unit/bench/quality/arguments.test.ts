import { describe, expect, it } from 'vitest';
import { readQualityArguments } from '../../../../bench/quality/arguments';

const read = (line: string): ReturnType<typeof readQualityArguments> =>
  readQualityArguments(line.split(' ').filter((argument) => argument !== ''));

describe('readQualityArguments', () => {
  it('has defaults for all', () => {
    expect(read('')).toEqual({ model: undefined, positions: 1_000, threads: 1, reportOnly: false });
  });

  it('reads what is given', () => {
    expect(read('--model m.gguf --positions 320 --threads 2 --report')).toEqual({
      model: 'm.gguf',
      positions: 320,
      threads: 2,
      reportOnly: true,
    });
  });

  it.each([
    [
      '--positions 0',
      '--positions is "0", expected a whole number from 1 to 999999. Usage: npm run -s quality',
    ],
    ['--positions few', '--positions is "few"'],
    ['--threads 0', '--threads is "0"'],
    ['--layout plain', "Unknown option '--layout'"],
  ])('explains what is wrong with "%s"', (line, problem) => {
    expect(() => read(line)).toThrow(problem);
  });
});
