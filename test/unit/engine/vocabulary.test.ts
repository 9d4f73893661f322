import type { LlamaModel, Token } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { type ByteString, decodeBytes, toByteString, Vocabulary } from '../../../src/engine/host/vocabulary';
import { RandomChoice } from '../../support/randomChoice';

const normal = 1;
const control = 3;
const byte = 6;

/** A model of which only the vocabulary in its metadata is known. */
function modelWith(
  tokenizer: string,
  entries: readonly (readonly [text: string, type: number])[],
): LlamaModel {
  const ggml = {
    model: tokenizer,
    tokens: entries.map(([text]) => text),
    token_type: entries.map(([, type]) => type),
  };
  return { fileInfo: { metadata: { tokenizer: { ggml } } } } as unknown as LlamaModel;
}

const bytesOf = (vocabulary: Vocabulary, id: number): ByteString | undefined =>
  vocabulary.bytesOf(id as Token);

describe('candidates', () => {
  /** What the index must find, the slow way; of tokens with the same bytes one is enough. */
  function expectedTexts(texts: readonly (ByteString | undefined)[], bytes: ByteString): ByteString[] {
    const isCandidate = (text: ByteString): boolean => text.startsWith(bytes) || bytes.startsWith(text);
    return [
      ...new Set(texts.filter((text) => text !== undefined && text !== '' && isCandidate(text))),
    ].sort() as ByteString[];
  }

  test('are those that brute force finds, in random vocabularies', () => {
    // Few different bytes, high and low, so that tokens share beginnings.
    const pieces = ['a', 'b', ' ', '\n', '\x00', '\x80', '\xff'] as const;
    let found = 0;
    for (let seed = 0; seed < 200; seed++) {
      const choice = new RandomChoice(seed);
      const texts = Array.from({ length: 1 + choice.below(300) }, () =>
        choice.below(20) === 0 ? undefined : choice.text(pieces, 6),
      );
      const vocabulary = new Vocabulary(texts);
      for (let query = 0; query < 20; query++) {
        const bytes = choice.pick(pieces) + choice.text(pieces, 5);
        const candidates = vocabulary.candidates(bytes);
        const candidateTexts = [...new Set(candidates.map((id) => vocabulary.bytesOf(id)))].sort();
        expect(candidateTexts, `seed ${seed}, ${JSON.stringify(bytes)}`).toEqual(expectedTexts(texts, bytes));
        expect(new Set(candidates).size).toBe(candidates.length);
        found += candidates.length;
      }
    }
    expect(found).toBeGreaterThan(10_000);
  });

  test('hold every token that goes on after the bytes, also of those that read alike', () => {
    const vocabulary = new Vocabulary(['ab', 'ab', 'abc', 'b']);
    expect(vocabulary.candidates('ab')).toEqual([0, 1, 2]);
  });

  test('hold no control token and no empty one', () => {
    const vocabulary = new Vocabulary([undefined, '', 'a', 'ab']);
    expect(vocabulary.candidates('a')).toEqual([2, 3]);
  });

  test('are none where no token fits', () => {
    expect(new Vocabulary(['a']).candidates('b')).toEqual([]);
    expect(new Vocabulary([]).candidates('b')).toEqual([]);
  });
});

describe('the bytes of a BPE vocabulary', () => {
  test.each([
    ['a word', 'return', 'return'],
    ['a space', 'Ġif', ' if'],
    ['line breaks and tabs', 'ĊĉĉĊ', '\n\t\t\n'],
    ['a carriage return', 'č', '\r'],
    ['a zero byte', 'Ā', '\0'],
    ['a whole character of two bytes', 'Ã¼', 'ü'],
    ['a whole character of three bytes', 'æĹ¥', '日'],
    ['a whole character of four bytes', 'ðŁĺĢ', '😀'],
  ])('%s', (_, written, text) => {
    const vocabulary = Vocabulary.of(modelWith('gpt2', [[written, normal]]));
    expect(bytesOf(vocabulary, 0)).toBe(toByteString(text));
  });

  test('of a part of a character are that part', () => {
    const vocabulary = Vocabulary.of(
      modelWith('gpt2', [
        ['æĹ', normal],
        ['¥', normal],
      ]),
    );
    expect((bytesOf(vocabulary, 0) ?? '') + (bytesOf(vocabulary, 1) ?? '')).toBe(toByteString('日'));
  });

  test('are 256 different ones, one for each character of its alphabet', () => {
    const printable = Array.from({ length: 256 }, (_, code) => code).filter(
      (code) => (code >= 33 && code <= 126) || (code >= 161 && code <= 172) || code >= 174,
    );
    const moved = Array.from({ length: 256 - printable.length }, (_, index) => 256 + index);
    const alphabet = [...printable, ...moved].map((code) => String.fromCharCode(code));
    const vocabulary = Vocabulary.of(
      modelWith(
        'gpt2',
        alphabet.map((character) => [character, normal] as const),
      ),
    );
    const bytes = alphabet.map((_, id) => bytesOf(vocabulary, id)?.charCodeAt(0) ?? -1);
    expect([...bytes].sort((a, b) => a - b)).toEqual(Array.from({ length: 256 }, (_, value) => value));
    expect(bytes.slice(0, printable.length)).toEqual(printable);
  });

  test('of control tokens are none', () => {
    const vocabulary = Vocabulary.of(
      modelWith('gpt2', [
        ['<|fim_prefix|>', control],
        ['a', normal],
      ]),
    );
    expect(bytesOf(vocabulary, 0)).toBeUndefined();
    expect(vocabulary.candidates('<')).toEqual([]);
  });
});

describe('the bytes of a SentencePiece vocabulary', () => {
  test.each([
    ['a word behind a space', '▁for', normal, ' for'],
    ['a character', 'ü', normal, 'ü'],
  ])('%s', (_, written, type, text) => {
    const vocabulary = Vocabulary.of(modelWith('llama', [[written, type]]));
    expect(bytesOf(vocabulary, 0)).toBe(toByteString(text));
  });

  test('a byte token', () => {
    const vocabulary = Vocabulary.of(
      modelWith('llama', [
        ['<0x0A>', byte],
        ['<0xF0>', byte],
        ['<0x41>', normal],
      ]),
    );
    expect([0, 1, 2].map((id) => bytesOf(vocabulary, id))).toEqual(['\n', '\xf0', '<0x41>']);
  });
});

test('a tokenizer whose bytes are not known is refused by name', () => {
  expect(() => Vocabulary.of(modelWith('rwkv', [['a', normal]]))).toThrow(
    expect.objectContaining({
      reason: 'model-unsuitable',
      message: expect.stringContaining('"rwkv"') as string,
    }),
  );
});

describe('decodeBytes', () => {
  const text = 'aé日😀z😀日éa';
  const bytes = toByteString(text);

  test.each(Array.from({ length: bytes.length + 1 }, (_, cut) => cut))('cut after byte %i', (cut) => {
    const { text: start, incomplete } = decodeBytes(bytes.slice(0, cut));
    expect(text.startsWith(start)).toBe(true);
    expect(incomplete).toBeLessThan(4);
    expect(toByteString(start).length + incomplete).toBe(cut);
    // What was held back makes the rest whole.
    expect(start + decodeBytes(bytes.slice(cut - incomplete)).text).toBe(text);
  });

  test('holds nothing back where a character is whole', () => {
    expect(decodeBytes('')).toEqual({ text: '', incomplete: 0 });
    expect(decodeBytes(toByteString('😀'))).toEqual({ text: '😀', incomplete: 0 });
  });

  test('does not wait for ever for bytes that begin no character', () => {
    expect(decodeBytes('a\x80\x80\x80\x80').incomplete).toBe(0);
    expect(decodeBytes('\xe6a').incomplete).toBe(0);
  });
});
