import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAbortError } from '../../../../src/base/abort';
import { unpackPackage } from '../../../../src/models/gpu/unpackPackage';
import { type ArchiveEntry, archiveOf, packageArchive } from '../../../support/npmArchive';

const never = new AbortController().signal;
const manifest: ArchiveEntry = {
  path: 'package/package.json',
  text: JSON.stringify({ name: '@a/b', version: '1.2.3' }),
};

let folder: string;
let target: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-unpack-'));
  target = join(folder, 'in', 'here');
});
afterEach(() => rm(folder, { recursive: true }));

async function unpack(archive: Buffer, signal = never) {
  const path = join(folder, 'archive.tgz');
  await writeFile(path, archive);
  return unpackPackage(path, target, signal);
}

/** Fails, and leaves nothing where it was to be, nor anywhere else. */
async function expectRefused(archive: Buffer, why: RegExp): Promise<void> {
  await expect(unpack(archive)).rejects.toMatchObject({
    reason: 'download-mismatch',
    message: expect.stringMatching(why) as string,
  });
  expect(existsSync(target)).toBe(false);
  expect((await readdir(folder)).sort()).toEqual(['archive.tgz', 'in']);
  expect(await readdir(join(folder, 'in'))).toEqual([]);
}

describe('an archive', () => {
  test('is unpacked with its folders, in place of what was there, and says what it is', async () => {
    await unpack(archiveOf(manifest, { path: 'package/old.txt', text: 'old' }));
    const found = await unpack(
      archiveOf(
        { path: 'package/', type: 'Directory' },
        { path: 'package/bins/x/', type: 'Directory' },
        { path: 'package/bins/x/a.node', text: 'binary' },
        manifest,
      ),
    );
    expect(found).toEqual({ name: '@a/b', version: '1.2.3' });
    expect((await readdir(target)).sort()).toEqual(['bins', 'package.json']);
    expect(await readFile(join(target, 'bins/x/a.node'), 'utf8')).toBe('binary');
  });

  test.each<[string, ArchiveEntry]>([
    ['climbs out', { path: 'package/../../out.txt', text: 'x' }],
    ['climbs out at its top', { path: '../out.txt', text: 'x' }],
    ['has an absolute path', { path: '/tmp/hearth-out.txt', text: 'x' }],
    ['climbs out as Windows does', { path: 'package/..\\..\\out.txt', text: 'x' }],
    ['names a drive', { path: 'package/c:out.txt', text: 'x' }],
    ['has a file beside the package', { path: 'other/out.txt', text: 'x' }],
    ['has a symbolic link that leads out', { path: 'package/link', type: 'SymbolicLink', linkpath: '../..' }],
    ['has any link', { path: 'package/link', type: 'SymbolicLink', linkpath: 'package.json' }],
    ['has a hard link', { path: 'package/link', type: 'Link', linkpath: '/etc/passwd' }],
    ['has a device', { path: 'package/device', type: 'CharacterDevice' }],
  ])('that %s is refused as a whole', async (_, entry) => {
    await expectRefused(
      archiveOf(manifest, entry),
      /not a package of npm that can be unpacked: .*\. Nothing/,
    );
    expect(existsSync('/tmp/hearth-out.txt')).toBe(false);
  });

  test('that is cut short, changed, or none at all is refused', async () => {
    const whole = packageArchive('@a/b', '1.2.3', 'x'.repeat(100_000));
    await expectRefused(whole.subarray(0, whole.length - 20), /cannot be|can be unpacked/);
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(60) ^ 0xff, 60);
    await expectRefused(changed, /can be unpacked/);
    await expectRefused(Buffer.from('<html>sign in</html>'), /can be unpacked/);
    await expectRefused(Buffer.alloc(0), /can be unpacked/);
  });

  test('without a name and a version is refused', async () => {
    await expectRefused(archiveOf({ path: 'package/package.json', text: '{}' }), /no name and version/);
    await expectRefused(archiveOf({ path: 'package/readme', text: 'x' }), /can be unpacked/);
  });

  test('leaves nothing where it is called off', async () => {
    await expect(unpack(packageArchive('@a/b', '1.2.3'), AbortSignal.abort())).rejects.toSatisfy(
      isAbortError,
    );
    expect(existsSync(target)).toBe(false);
  });
});
