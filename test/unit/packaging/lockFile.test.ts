import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
  >;
}

const lock = JSON.parse(
  readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
) as LockFile;

test('the lock file knows the engine of every system; `npm run lock:native` adds those that npm left out', () => {
  const systems = Object.keys(lock.packages['node_modules/node-llama-cpp']?.optionalDependencies ?? {});
  expect(systems).toContain('@node-llama-cpp/mac-arm64-metal');
  expect(systems.filter((name) => !(`node_modules/${name}` in lock.packages))).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(JSON.stringify(lock)).not.toMatch(/"resolved":"https?:/);
});
