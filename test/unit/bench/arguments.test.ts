import { describe, expect, it } from 'vitest';
import { readReplayArguments } from '../../../bench/replay/arguments';

function read(line: string): ReturnType<typeof readReplayArguments> {
  return readReplayArguments(line.split(' ').filter((argument) => argument !== ''));
}

describe('readReplayArguments', () => {
  it('reads lines to type', () => {
    expect(read('--type C:\\work\\a.ts:12-40 --accept --no-kv --layout plain --threads 2 --json')).toEqual({
      source: { kind: 'type', file: 'C:\\work\\a.ts', from: 12, to: 40, accept: true },
      realtime: false,
      kv: false,
      cache: true,
      json: true,
      engine: { layout: 'plain', threads: 2 },
    });
  });

  it('reads a trace', () => {
    expect(read('--trace t.jsonl --realtime --no-cache --model m.gguf')).toEqual({
      source: { kind: 'trace', file: 't.jsonl', accept: false },
      realtime: true,
      kv: true,
      cache: false,
      json: false,
      engine: { model: 'm.gguf', threads: 0 },
    });
  });

  it('takes suggestions in a trace, too', () => {
    expect(read('--trace t.jsonl --accept').source).toMatchObject({ kind: 'trace', accept: true });
  });

  it.each([
    ['', 'Expected either --type or --trace. Usage: npm run -s replay -- '],
    ['--type a.ts:1-2 --trace t.jsonl', 'Expected either --type or --trace.'],
    ['--type a.ts', '--type is "a.ts", expected FILE:FROM-TO such as'],
    ['--type a.ts:1', '--type is "a.ts:1", expected FILE:FROM-TO'],
    [
      '--type a.ts:1-2 --layout best',
      '--layout is "best", expected one of anchored, suffix-first, prefix-only, plain.',
    ],
    ['--type a.ts:1-2 --speed 9', "Unknown option '--speed'. Usage: "],
    ['t.jsonl', "Unexpected argument 't.jsonl'. "],
  ])('explains what is wrong with "%s"', (line, problem) => {
    expect(() => read(line)).toThrow(problem);
  });
});
