import { describe, expect, it } from 'vitest';
import {
  readMemoryArguments,
  readPreemptArguments,
  readRevisitArguments,
} from '../../../../bench/engine/arguments';

const words = (line: string): string[] => line.split(' ').filter((word) => word !== '');

describe('the arguments of the engine benchmarks', () => {
  it('have defaults for all', () => {
    const engine = { model: undefined, threads: 0 };
    expect(readRevisitArguments([])).toEqual({ ...engine, tokens: 2000, rounds: 5 });
    expect(readPreemptArguments([])).toEqual({ ...engine, rounds: 40 });
    expect(readMemoryArguments([])).toEqual({ ...engine, hours: 0 });
  });

  it('are read', () => {
    const line = '--model m.gguf --threads 2';
    const engine = { model: 'm.gguf', threads: 2 };
    expect(readRevisitArguments(words(`${line} --tokens 1500 --rounds 3`))).toEqual({
      ...engine,
      tokens: 1500,
      rounds: 3,
    });
    expect(readPreemptArguments(words(`${line} --rounds 7`))).toEqual({ ...engine, rounds: 7 });
    expect(readMemoryArguments(words(`${line} --hours 0.5`))).toEqual({ ...engine, hours: 0.5 });
  });

  it.each([
    [
      '--tokens 499',
      '--tokens is "499", expected a whole number from 500 to 2700. Usage: npm run -s bench:re',
    ],
    ['--tokens 2701', '--tokens is "2701"'],
    ['--tokens 2e3', '--tokens is "2e3"'],
    ['--rounds 0', '--rounds is "0", expected a whole number from 1 to 1000'],
    ['--threads 0', '--threads is "0"'],
    ['--model=', '--model is empty'],
    ['--hours 8', "Unknown option '--hours'"],
  ])('explain what is wrong with "%s" of revisit', (line, problem) => {
    expect(() => readRevisitArguments(words(line))).toThrow(problem);
  });

  it('explain what is wrong with those of preempt', () => {
    expect(() => readPreemptArguments(['--rounds', 'many'])).toThrow(
      /--rounds is "many".*Usage: npm run -s bench:preempt/,
    );
    expect(() => readPreemptArguments(['--tokens', '900'])).toThrow("Unknown option '--tokens'");
  });

  it.each(['0', '-1', '101', 'eight', ' '])('explain what is wrong with "--hours=%s"', (hours) => {
    expect(() => readMemoryArguments([`--hours=${hours}`])).toThrow(
      `--hours is "${hours}", expected a number above 0, up to 100. Usage: npm run -s bench:memory`,
    );
  });
});
