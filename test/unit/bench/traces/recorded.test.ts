import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordedTraces } from '../../../../bench/traces/recorded';

const root = path.resolve(import.meta.dirname, '../../../..');
const committed = 'bench/traces/recorded';

let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'hearth-recorded-'));
  await cp(path.join(root, committed), path.join(copy, committed), { recursive: true });
});
afterEach(() => rm(copy, { recursive: true }));

test('the recorded traces lead to the texts that the editor had', async () => {
  const traces = await recordedTraces(root);
  expect(traces.length).toBeGreaterThanOrEqual(4);
  for (const { trace, name } of traces) {
    const edits = trace.events.filter((event) => 'edit' in event);
    expect(edits.length, name).toBeGreaterThan(100);
  }
});

test('a trace that leads elsewhere is refused, with what to do', async () => {
  const file = path.join(copy, committed, 'recorded-store.jsonl');
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  await writeFile(file, `${lines.slice(0, -20).join('\n')}\n`);
  await expect(recordedTraces(copy)).rejects.toThrow('Record it again with npm run bench:record');
});
