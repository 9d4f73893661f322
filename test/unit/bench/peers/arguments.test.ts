import { expect, test } from 'vitest';
import { readBenchArguments } from '../../../../bench/peers/arguments';

test('without arguments, all is measured as the committed results were', () => {
  expect(readBenchArguments([])).toMatchObject({
    keys: 16,
    traces: 28,
    tokens: 16,
    threads: 2,
    again: false,
    report: false,
  });
});

test.each([
  [['--traces', '100'], '--traces is "100", expected a whole number from 1 to 99'],
  [['--keys', 'many'], '--keys is "many"'],
  [['--model', ''], '--model is empty'],
  [['--only', 'a', '--model', 'b'], '--only and --model exclude each other'],
  [['--what'], "Unknown option '--what'"],
])('%j is refused with the usage', (args, message) => {
  expect(() => readBenchArguments(args)).toThrow(message);
  expect(() => readBenchArguments(args)).toThrow('Usage: npm run bench');
});
