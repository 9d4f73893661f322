import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageOf, readSourceFile } from '../../../tools/sourceFile';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-source-'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('readSourceFile', () => {
  it('keeps the text as it is, without its byte order mark', async () => {
    const file = join(folder, 'a b.ts');
    await writeFile(file, '\ufeffone\r\ntwo 😀\n');
    const source = await readSourceFile(file);
    expect(source).toMatchObject({ path: 'a b.ts', languageId: 'typescript', text: 'one\r\ntwo 😀\n' });
    expect(source.uri).toMatch(/^file:\/\/\/.*\/a%20b\.ts$/);
  });

  it('names a file in the working directory by its path in it', async () => {
    expect((await readSourceFile('./tools/sourceFile.ts')).path).toBe('tools/sourceFile.ts');
  });

  it('explains what cannot be read', async () => {
    const binary = join(folder, 'binary.ts');
    await writeFile(binary, Uint8Array.of(0xff, 0xfe, 0x00));
    await expect(readSourceFile(join(folder, 'none.ts'))).rejects.toThrow(
      'none.ts: there is no such file. Check the path.',
    );
    await expect(readSourceFile(folder)).rejects.toThrow('it is a folder. Give a file in it.');
    await expect(readSourceFile(binary)).rejects.toThrow('binary.ts is not UTF-8 text.');
  });
});

describe('languageOf', () => {
  it('goes by the extension', () => {
    expect(['a.TSX', 'b.mjs', 'c.d.ts', 'Makefile'].map(languageOf)).toEqual([
      'typescriptreact',
      'javascript',
      'typescript',
      'plaintext',
    ]);
  });
});
