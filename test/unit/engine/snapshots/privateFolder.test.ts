import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HearthError } from '../../../../src/base/errors';
import { faultOfFolder, preparePrivateFolder } from '../../../../src/engine/host/snapshots/privateFolder';
import { temporaryFolder } from './support/temporaryFolder';

/** Windows knows no such modes. */
const privateMode = process.platform === 'win32' ? 0o666 : 0o700;

async function failureOf(folder: string): Promise<HearthError> {
  const error = await preparePrivateFolder(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HearthError)) throw new Error(`${folder} was accepted`);
  return error;
}

describe('a private folder', () => {
  it('is made with its parents, for the owner alone', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    await preparePrivateFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(privateMode);
  });

  it('is closed to others where it was open', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    await preparePrivateFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(privateMode);
  });

  it('is refused where it is a link, and nothing is changed behind it', async () => {
    const parent = temporaryFolder();
    const target = join(parent, 'target');
    const link = join(parent, 'link');
    mkdirSync(target, { mode: 0o755 });
    const { mode } = statSync(target);
    symlinkSync(target, link, 'junction');
    const error = await failureOf(link);
    expect(error.reason).toBe('input-invalid');
    expect(error.message).toContain(`${link} is a link`);
    expect(error.message).toContain('Choose another folder');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(target).mode).toBe(mode);
    expect(readdirSync(target)).toEqual([]);
  });

  it('is refused where a file has its name, or the name of a parent', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'mine');
    expect((await failureOf(file)).message).toContain('is not a folder');
    expect((await failureOf(join(file, 'below'))).message).toContain('cannot be made');
  });

  it('is refused where it belongs to someone else', () => {
    const stats = statSync(temporaryFolder());
    expect(faultOfFolder(stats, stats.uid)).toBeUndefined();
    expect(faultOfFolder(stats, stats.uid + 1)).toContain(`belongs to user ${stats.uid}`);
    expect(faultOfFolder(stats, undefined)).toBeUndefined();
  });
});
