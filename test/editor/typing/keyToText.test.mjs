// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../scripts/vscode/paths.mjs';
import { measureKeyToText } from './support/keyToText.mjs';
import { Typist } from './support/typist.mjs';

/** @type {Typist} */
let typist;

// Hearth as it is installed: what is measured is what a user gets.
beforeAll(async () => {
  typist = await Typist.sitDown();
});
afterAll(() => typist?.leave());

test('grey text follows the keys, with and without the model, and how soon is reported', async () => {
  const report = await measureKeyToText(typist);
  const folder = path.join(root, 'artifacts');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'keyToText.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(`Key to grey text in ms: ${JSON.stringify(report)}`);
  // How soon depends on what else the machine does.
  expect(report.withoutModel.count).toBeGreaterThan(0);
  expect(report.withModel.count).toBeGreaterThan(0);
});
