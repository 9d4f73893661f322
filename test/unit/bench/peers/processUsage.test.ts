import { expect, test } from 'vitest';
import { parseUsage, readUsage } from '../../../../bench/peers/processUsage';

const stat = '12 (a ) b) S 1 12 12 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 1 0 5 1000 10';
const status = 'Name:\ta\nVmHWM:\t    2048 kB\n';

test('CPU seconds and peak memory are read, whatever the program is called', () => {
  expect(parseUsage(stat, status)).toEqual({ cpuSeconds: 3, peakBytes: 2048 * 1024 });
});

test('a process that has ended says so', () => {
  expect(() => parseUsage(stat, 'Name:\ta\n')).toThrow('has it ended?');
});

test('this process has used some of both', async () => {
  const usage = await readUsage(process.pid);
  expect(usage.cpuSeconds).toBeGreaterThan(0);
  expect(usage.peakBytes).toBeGreaterThan(10 * 1024 * 1024);
});
