import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ProbeBook } from '../../../../src/engine/probe/probeBook';
import type { ProbeOutcome } from '../../../../src/engine/probe/probeOutcome';

const result = { device: 'GPU', freeBytes: 1, text: 'a', promptMsPerToken: 1, msPerToken: 2 };
const worked: ProbeOutcome = { ok: true, result };
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hearth-probes-'));
  path = join(folder, 'storage', 'probes.json');
});
afterEach(async () => rm(folder, { recursive: true }));

describe('what probes found', () => {
  test('is there for the next window, and nothing else lies beside it', async () => {
    const book = new ProbeBook(path);
    expect(await book.find('a')).toBeUndefined();
    const notes = [
      book.note('a', worked),
      book.note('b', { ok: false, why: 'no' }),
      book.note('c', { ok: false, why: 'begun', unfinished: 1 }),
    ];
    await Promise.all(notes);
    const next = new ProbeBook(path);
    expect(await next.find('a')).toEqual(worked);
    expect(await next.find('b')).toEqual({ ok: false, why: 'no' });
    expect(await next.find('c')).toEqual({ ok: false, why: 'begun', unfinished: 1 });
    expect(await readdir(join(folder, 'storage'))).toEqual(['probes.json']);
    await next.note('a', undefined);
    expect(await book.find('a')).toBeUndefined();
    await next.clear();
    expect(await book.find('b')).toBeUndefined();
  });

  test('is what was noted last, up to a number', async () => {
    const book = new ProbeBook(path);
    for (let key = 0; key < 40; key++) await book.note(`${key}-`, worked);
    expect(await book.find('39-')).toEqual(worked);
    expect(await book.find('2-')).toBeUndefined();
    expect(Object.keys(JSON.parse(await readFile(path, 'utf8')) as object)).toHaveLength(24);
  });

  test.each([
    '',
    'null',
    '[]',
    '{"a":7}',
    '{"a":{"ok":true}}',
    '{"a":{"ok":true,"result":{"device":3}}}',
    `{"a":{"ok":true,"result":${JSON.stringify({ ...result, msPerToken: -1 })}}}`,
    '{"a":{"ok":false}}',
    '{"a":{"ok":false,"why":"x","unfinished":"1"}}',
  ])('makes no sense in %j, and is then unknown', async (text) => {
    const book = new ProbeBook(path);
    await book.note('z', worked);
    await writeFile(path, text);
    expect(await book.find('a')).toBeUndefined();
    await book.note('b', worked);
    expect(await book.find('b')).toEqual(worked);
  });

  test('is lost without a word where it cannot be written', async () => {
    const book = new ProbeBook(join(path, 'probes.json'));
    await new ProbeBook(path).note('a', worked);
    await book.note('a', worked);
    expect(await book.find('a')).toBeUndefined();
  });
});
