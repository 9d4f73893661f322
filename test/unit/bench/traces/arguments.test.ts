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
      recorded: false,
      tiny: false,
      taken: undefined,
      clock: 'profile',
      pace: undefined,
      without: new Set(),
      live: undefined,
      write: undefined,
      json: false,
      engine: { threads: 0 },
    });
  });

  it('reads options', () => {
    const { entries, ...rest } = read('--only pool --tiny --json --layout plain --write out --threads 2');
    expect(entries.map(({ name }) => name)).toEqual(['pool']);
    expect(rest).toEqual({
      recorded: false,
      tiny: true,
      taken: undefined,
      clock: 'profile',
      pace: undefined,
      without: new Set(),
      live: undefined,
      write: 'out',
      json: true,
      engine: { layout: 'plain', threads: 2 },
    });
  });

  it('takes the first traces', () => {
    expect(
      read('--first 14')
        .entries.map(({ name }) => name)
        .at(-1),
    ).toBe('long-file');
    expect(read('--first 14').entries).toHaveLength(14);
  });

  it('reads how fast, and how much of each trace', () => {
    expect(read('--realtime')).toMatchObject({ clock: 'real', pace: { wordsPerMinute: 60 } });
    expect(read('--realtime --wpm 40 --keys 80 --accept')).toMatchObject({
      taken: 'lines',
      clock: 'real',
      pace: { wordsPerMinute: 40, keys: 80 },
    });
    expect(read('--no-limit --keys 9')).toMatchObject({
      clock: 'none',
      pace: { wordsPerMinute: 60, keys: 9 },
    });
    expect(read('--without gate --without ahead').without).toEqual(new Set(['gate', 'ahead']));
    expect(read('--accept --words')).toMatchObject({ taken: 'words' });
    expect(read('--wpm 90')).toMatchObject({ clock: 'profile', pace: { wordsPerMinute: 90 } });
  });

  it.each([
    ['--only nothing', '--only is "nothing", which is the name of no trace. Usage: npm run -s bench:traces'],
    ['--only pool --first 3', '--only and --first exclude each other'],
    ['--first 0', '--first is "0", expected a whole number from 1'],
    ['--tiny --model a.gguf', '--tiny and --model exclude each other'],
    ['--realtime --no-limit', '--realtime and --no-limit exclude each other'],
    ['--live 3 --realtime', '--live and --realtime exclude each other'],
    ['--words', '--words says what --accept takes, which is not there'],
    ['--wpm 0', '--wpm is "0", expected a whole number from 1 to 1000'],
    ['--keys many', '--keys is "many"'],
    ['--without gate --without brakes', '--without is "brakes", expected one of cache, ahead, gate'],
    ['--write=', '--write is empty, expected a folder'],
    ['--layout best', '--layout is "best"'],
    ['pool', "Unexpected argument 'pool'."],
  ])('explains what is wrong with "%s"', (line, problem) => {
    expect(() => read(line)).toThrow(problem);
  });
});
