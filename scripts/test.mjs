// @ts-check
// npm test [-- --only=unit,engine]
//
// Runs every suite, even after one has failed, and ends with the line `N passed, N failed`.
import { parseArgs } from 'node:util';
import { suites } from './testing/suites.mjs';
import { endWithParent } from './vscode/shutdown.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = values.only?.split(',');
const names = suites.map(({ name }) => name);
const unknown = wanted?.filter((name) => !names.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(', ')}. Expected some of: ${names.join(', ')}`);
  process.exit(2);
}

endWithParent();
let passed = 0;
let failed = 0;
/** @type {string[]} */
const failures = [];
for (const suite of suites.filter(({ name }) => wanted?.includes(name) ?? true)) {
  console.log(`\n== ${suite.name}`);
  const started = Date.now();
  const counts = await suite.run();
  passed += counts.passed;
  failed += counts.failed;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`-- ${suite.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
  if (counts.failed > 0) failures.push(suite.name);
}

console.log('');
if (failures.length > 0) console.log(`Failed: ${failures.join(', ')}`);
// An unfinished write must not be cut off, so the process ends by itself.
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
