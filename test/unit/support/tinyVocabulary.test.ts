import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { familyNames, writeFamilyModel } from '../../engine/support/familyModels';
import { byteAlphabet, inByteAlphabet } from '../../support/gguf/byteAlphabet';
import { learnMerges } from '../../support/gguf/merges';
import {
  bpeVocabulary,
  idOf,
  sentencePieceVocabulary,
  type TinyVocabulary,
} from '../../support/gguf/tinyVocabulary';

const textsOf = ({ tokens }: TinyVocabulary): string[] => tokens.map(({ text }) => text);

describe('the byte alphabet', () => {
  test('has a printable character of its own for every byte', () => {
    expect(new Set(byteAlphabet).size).toBe(256);
    expect(byteAlphabet.join('')).not.toMatch(/[\s\p{C}]/u);
    expect(inByteAlphabet('a\n b\u00e9')).toBe('aĊĠbÃ©');
  });
});

describe('learned merges', () => {
  const merges = learnMerges(inByteAlphabet, 250);

  test('are as many as asked for, each of pieces that are there before it', () => {
    expect(merges).toHaveLength(250);
    const known = new Set(byteAlphabet);
    for (const [left, right] of merges) {
      expect(known.has(left) && known.has(right), `${left} ${right}`).toBe(true);
      known.add(left + right);
    }
  });

  test('end with whole words where there is no more to merge', () => {
    const all = learnMerges(inByteAlphabet, 10_000).map((merge) => merge.join(''));
    expect(all).toEqual(expect.arrayContaining(['Ġreturn', 'unction', 'ĊĠĠ']));
    expect(all.length).toBeLessThan(10_000);
  });
});

describe('a vocabulary', () => {
  test('of bytes and merges has no text twice, and special tokens at its ends', () => {
    const made = bpeVocabulary('gpt-2', { first: ['<|first|>'], last: ['<|last|>'] });
    const texts = textsOf(made);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).toEqual(expect.arrayContaining([...byteAlphabet]));
    expect(idOf(made, '<|first|>')).toBe(0);
    expect(idOf(made, '<|last|>')).toBe(texts.length - 1);
    expect(() => idOf(made, '<|none|>')).toThrow('no token "<|none|>"');
  });

  test('of pieces has every byte once, and no piece that is special already', () => {
    const made = sentencePieceVocabulary({ first: ['  ', 'return'] });
    const texts = textsOf(made);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.filter((text) => /^<0x[0-9A-F]{2}>$/.test(text))).toHaveLength(256);
    expect(texts).toContain('▁return');
    expect(texts).not.toContain('▁▁');
    expect(texts.filter((text) => text === 'return')).toHaveLength(1);
  });
});

describe('a family model', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hearth-gguf-'));
  });
  afterAll(async () => rm(folder, { recursive: true }));

  const written = async (family: (typeof familyNames)[number], seed?: number): Promise<Buffer> => {
    const path = join(folder, 'model.gguf');
    await writeFamilyModel(path, family, seed);
    return readFile(path);
  };

  test.each(familyNames)('%s is small, and the same for the same seed alone', async (family) => {
    const first = await written(family);
    expect(first.length).toBeLessThan(1_000_000);
    expect((await written(family)).equals(first)).toBe(true);
    expect((await written(family, 2)).equals(first)).toBe(false);
  });
});
