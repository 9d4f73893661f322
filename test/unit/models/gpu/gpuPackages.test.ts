import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { knownBackEnds } from '../../../../src/engine/gpu/backEnds';
import { gpuPackagesVersion, gpuSupportFor } from '../../../../src/models/gpu/gpuPackages';
import { archiveAddress, checksumOf, npmRegistry } from '../../../../src/models/gpu/npmRegistry';

interface Manifest {
  readonly version: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const { version, optionalDependencies } = JSON.parse(
  readFileSync(new URL('../../../../node_modules/node-llama-cpp/package.json', import.meta.url), 'utf8'),
) as Manifest;

const systems = [
  ['linux', 'x64'],
  ['win32', 'x64'],
] as const;

describe.each(systems)('what can be added on %s %s', (platform, arch) => {
  const all = gpuSupportFor(platform, arch);
  const packages = all.flatMap((support) => support.packages);

  test('is what node-llama-cpp itself would install: correct gpuPackages.ts after an update of it', () => {
    expect(gpuPackagesVersion).toBe(version);
    expect(packages.length).toBeGreaterThan(0);
    for (const { name } of packages) {
      expect(optionalDependencies[`@node-llama-cpp/${name}`], name).toBe(gpuPackagesVersion);
    }
  });

  test('is known to who looks for back ends', () => {
    const known = knownBackEnds({ platform, arch });
    expect(all.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('has sizes, and sums of 64 bytes where it has some', () => {
    for (const { bytes, unpackedBytes, integrity } of packages) {
      expect(unpackedBytes).toBeGreaterThan(bytes);
      if (integrity !== undefined) expect(checksumOf(integrity)).toMatch(/^sha512:[0-9a-f]{128}$/);
    }
  });
});

test('nothing can be added where the build has all there is', () => {
  expect(gpuSupportFor('darwin', 'arm64')).toEqual([]);
  expect(gpuSupportFor('linux', 'arm64')).toEqual([]);
});

test('archives are where npm has them, below a mirror as well', () => {
  const file = `@node-llama-cpp/linux-x64-cuda/-/linux-x64-cuda-${gpuPackagesVersion}.tgz`;
  const wanted = { name: 'linux-x64-cuda' };
  expect(archiveAddress(wanted, new URL(npmRegistry)).href).toBe(`https://registry.npmjs.org/${file}`);
  expect(archiveAddress(wanted, new URL('https://mirror.test/npm')).href).toBe(
    `https://mirror.test/npm/${file}`,
  );
});

test('only a SHA-512 in full is a sum', () => {
  const base64 = Buffer.alloc(64, 1).toString('base64');
  expect(checksumOf(`sha512-${base64}`)).toBe(`sha512:${'01'.repeat(64)}`);
  expect(checksumOf(base64.slice(4))).toBeUndefined();
  expect(checksumOf('sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=')).toBeUndefined();
});
