import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { SnapshotUsage } from '../../../../src/editor/statistics/snapshotUsage';

test('counts the files of the folder, whoever put them there, and none where it is not', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'hearth-usage-'));
  const folder = path.join(parent, 'snapshots');
  const usage = new SnapshotUsage(folder);
  const settings = { enabled: true, maxBytes: 50 };
  await usage.refresh();
  expect(usage.report(settings)).toEqual({ ...settings, files: 0, bytes: 0 });
  await mkdir(path.join(folder, 'more'), { recursive: true });
  await writeFile(path.join(folder, 'a.state'), 'x'.repeat(30));
  await writeFile(path.join(folder, 'a.header'), 'x'.repeat(12));
  await usage.refresh();
  expect(usage.report(settings)).toEqual({ ...settings, files: 2, bytes: 42 });
  await rm(parent, { recursive: true });
  await usage.refresh();
  expect(usage.report(settings)).toEqual({ ...settings, files: 0, bytes: 0 });
});
