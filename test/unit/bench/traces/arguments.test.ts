import { describe, expect, it } from 'vitest';
import { readTracesArguments } from '../../../../bench/traces/arguments';
import { catalogue } from '../../../../bench/traces/catalogue';

function read(line: string): ReturnType<typeof readTracesArguments> {
  return readTracesArguments(line.split(' ').filter((argument) => argument !== ''));
}

describe('readTracesArguments', () => {
  it('takes all traces and the bundled model by default', () => {
    expect(read('')).toEqual({
      entries: catalogue,
      tiny: false,
      accepts: false,
      write: undefined,
      json: false,
      engine: { threads: 0 },
    });
  });

  it('reads options', () => {
    const { entries, ...rest } = read('--only pool --tiny --json --layout plain --write out --threads 2');
    expect(entries.map(({ name }) => name)).toEqual(['pool']);
    expect(rest).toEqual({
      tiny: true,
      accepts: false,
      write: 'out',
      json: true,
      engine: { layout: 'plain', threads: 2 },
    });
  });

  it.each([
    ['--only nothing', '--only is "nothing", which is the name of no trace. Usage: npm run -s bench:traces'],
    ['--tiny --model a.gguf', '--tiny and --model exclude each other'],
    ['--write=', '--write is empty, expected a folder'],
    ['--layout best', '--layout is "best"'],
    ['pool', "Unexpected argument 'pool'."],
  ])('explains what is wrong with "%s"', (line, problem) => {
    expect(() => read(line)).toThrow(problem);
  });
});
