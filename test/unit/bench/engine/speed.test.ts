import { expect, test } from 'vitest';
import { readSpeedArguments } from '../../../../bench/engine/arguments';
import { speedTable } from '../../../../bench/engine/speedReport';

test('the speed bench takes files and threads', () => {
  expect(readSpeedArguments([])).toEqual({ models: [], threads: 0 });
  expect(readSpeedArguments(['--threads', '2', 'a.gguf', 'b.gguf'])).toEqual({
    models: ['a.gguf', 'b.gguf'],
    threads: 2,
  });
  expect(() => readSpeedArguments(['--thread', '2'])).toThrow(/bench:speed/);
});

test('its table says how far an estimate is above what was measured', () => {
  const table = speedTable([
    { model: 'M Q8_0', estimate: { keyMs: 30, lineMs: 90.4 }, keyMs: 25, lineMs: 113 },
  ]);
  expect(table.split('\n').at(-1)).toBe('| M Q8_0 | 30 ms | 25 ms | +20 % | 90 ms | 113 ms | −20 % |');
});
