import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunRecord } from '../../../../bench/peers/runRecord';
import { RunsFile } from '../../../../bench/peers/runsFile';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-runs-'));
  file = join(folder, 'peers', 'model.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const key = {
  study: 'traces',
  context: '2000',
  contender: 'Hearth',
  trace: 'a',
  keys: 10,
  tokens: 16,
  threads: 2,
} as const;
const record = { ...key, date: '2026-11-26', machine: 'two cores', figures: { keystrokes: 10 } } as RunRecord;

test('a run is found again, and the latest of a key counts', async () => {
  const runs = RunsFile.open(file);
  expect(runs.find(key)).toBeUndefined();
  await runs.add(record);
  await runs.add({ ...record, differences: [] });
  const again = RunsFile.open(file);
  expect(again.records).toEqual([{ ...record, differences: [] }]);
  expect(again.find({ ...key, keys: 11 })).toBeUndefined();
});

test('a line that was being written does no harm, and one that is no run is named', async () => {
  await RunsFile.open(file).add(record);
  await appendFile(file, '{"study":"tra');
  const interrupted = RunsFile.open(file);
  expect(interrupted.records).toHaveLength(1);
  await interrupted.add({ ...record, trace: 'b' });
  expect(RunsFile.open(file).records).toHaveLength(2);
  await writeFile(file, '{"study":"traces"}\n');
  expect(() => RunsFile.open(file)).toThrow('model.jsonl, line 1 is no run');
});
