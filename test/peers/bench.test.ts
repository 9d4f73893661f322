import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contenderNames } from '../../bench/peers/contenders';
import type { RunRecord } from '../../bench/peers/runRecord';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const model = path.join(root, 'test/fixtures/tiny.gguf');
const keys = 3;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hearth-bench-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The bench with a real llama-server, a real LlamaCompletion and a real engine, on a model that is no good but quick. */
async function bench(...more: string[]): Promise<RunRecord[]> {
  const args = [
    '--model',
    model,
    '--out',
    folder,
    '--traces',
    '1',
    '--keys',
    String(keys),
    '--threads',
    '1',
    ...more,
  ];
  await run(process.execPath, [path.join(root, 'dist/tools/bench.mjs'), ...args]);
  const runs = await readFile(path.join(folder, 'peers/tiny.jsonl'), 'utf8');
  return runs
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunRecord);
}

test('every contender plays the same requests, and the report has all of them', async () => {
  const runs = await bench();
  expect([...new Set(runs.map(({ contender }) => contender))].toSorted()).toEqual(
    [...contenderNames].toSorted(),
  );
  expect(runs.map((each) => each.keys)).toContain(8 * keys);
  for (const { contender, figures, keys: played } of runs) {
    expect(figures, contender).toMatchObject({ keystrokes: played, requests: played });
    expect(figures.first, contender).toBeGreaterThan(0);
    expect(figures.cpuSeconds, contender).toBeGreaterThan(0);
  }
  const report = await readFile(path.join(folder, 'REPORT.md'), 'utf8');
  for (const name of contenderNames) expect(report).toContain(`| ${name} |`);
  for (const plot of ['tiny-costs.svg', 'tiny-contexts.svg']) {
    expect(await readFile(path.join(folder, plot), 'utf8')).toContain('LlamaCompletion');
  }
});

test('what is recorded is not run again, unless that is asked for, and then comes out the same to the token', async () => {
  const before = await bench();
  const again = await bench('--parts', '1', '--again');
  const repeated = again.slice(before.length);
  expect(repeated.map(({ contender }) => contender)).toEqual(['Hearth', '/infill', 'LlamaCompletion']);
  expect(repeated.map(({ differences }) => differences)).toEqual([[], [], []]);
});
