import { createHash } from 'node:crypto';
import { statSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelHash } from '../../../../src/engine/host/snapshots/modelHash';
import { temporaryFolder } from './support/temporaryFolder';

const past = new Date('2026-01-02T03:04:05Z');

/** A model's file of several chunks. */
function writeModel(path: string, text: string): string {
  const bytes = Buffer.alloc(2_500_000, text);
  writeFileSync(path, bytes);
  utimesSync(path, past, past);
  return createHash('sha256').update(bytes).digest('hex');
}

describe("a model's hash", () => {
  it('is the SHA-256 of its file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.gguf');
    const sha256 = writeModel(path, 'one');
    expect(await modelHash(join(folder, 'snapshots'), path)).toBe(sha256);
  });

  it('is computed once while size and time of the file stay the same', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.gguf');
    const sha256 = writeModel(path, 'one');
    await modelHash(folder, path);
    const other = writeModel(path, 'two');
    expect(await modelHash(folder, path)).toBe(sha256);
    utimesSync(path, past, new Date(past.getTime() + 1000));
    expect(await modelHash(folder, path)).toBe(other);
  });

  it('is remembered for several models, and for their owner only', async () => {
    const folder = temporaryFolder();
    const paths = ['a', 'b'].map((name) => join(folder, `${name}.gguf`));
    for (const path of paths) writeModel(path, path);
    const first = await Promise.all(paths.map((path) => modelHash(folder, path)));
    for (const path of paths) await modelHash(folder, path);
    for (const path of paths) writeModel(path, 'other');
    expect(await Promise.all(paths.map((path) => modelHash(folder, path)))).toEqual(first);
    const { mode } = statSync(join(folder, 'models.json'));
    expect(mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });

  it('is computed again where what was remembered is damaged', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.gguf');
    const sha256 = writeModel(path, 'one');
    await modelHash(folder, path);
    const file = join(folder, 'models.json');
    const good = readFileSync(file, 'utf8');
    for (const bad of [
      '',
      '{',
      '{}',
      '[null, 7]',
      good.replace(sha256, 'short'),
      ' '.repeat(300_000) + good,
    ]) {
      writeFileSync(file, bad);
      expect(await modelHash(folder, path)).toBe(sha256);
    }
  });

  it('fails by name where there is no such file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'absent.gguf');
    await expect(modelHash(folder, path)).rejects.toMatchObject({ reason: 'model-missing' });
    await expect(modelHash(folder, path)).rejects.toThrow(path);
  });
});
