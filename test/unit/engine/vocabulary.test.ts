import type { LlamaModel, Token } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { type ByteString, decodeBytes, toByteString, Vocabulary } from '../../../src/engine/host/vocabulary';
import { RandomChoice } from '../../support/randomChoice';

const normal = 1;
const unknown = 2;
const control = 3;
const userDefined = 4;
const unused = 5;
const byte = 6;

/** A model of which only the vocabulary is known: as its file has it, and which tokens llama.cpp made control tokens. */
function modelWith(
  tokenizer: string,
  entries: readonly (readonly [text: string, type: number])[],
  controlIds: readonly number[] = [],
): LlamaModel {
  const ggml = {
    model: tokenizer,
    tokens: entries.map(([text]) => text),
    token_type: entries.map(([, type]) => type),
  };
  return {
    fileInfo: { metadata: { tokenizer: { ggml } } },
    getTokenAttributes: (token: Token) => ({ control: controlIds.includes(token) }),
  } as unknown as LlamaModel;
}

const bytesOf = (vocabulary: Vocabulary, id: number): ByteString | undefined =>
  vocabulary.bytesOf(id as Token);

/** Few different bytes, high and low, so that tokens share beginnings, and some cut characters in two. */
const pieces = ['a', 'b', ' ', '\n', '\x00', '\x80', '\xbf', '\xc3', '\xff'] as const;

interface RandomCase {
  readonly name: string;
  readonly texts: readonly (ByteString | undefined)[];
  readonly vocabulary: Vocabulary;
  readonly bytes: ByteString;
}

/** Vocabularies with undefined, empty and equal tokens, and bytes to ask each of them for. */
function* randomCases(): Generator<RandomCase> {
  for (let seed = 0; seed < 200; seed++) {
    const choice = new RandomChoice(seed);
    const texts = Array.from({ length: 1 + choice.below(300) }, () =>
      choice.below(20) === 0 ? undefined : choice.text(pieces, 6),
    );
    const vocabulary = new Vocabulary(texts);
    for (let query = 0; query < 20; query++) {
      const bytes = choice.pick(pieces) + choice.text(pieces, 5);
      yield { name: `seed ${seed}, ${JSON.stringify(bytes)}`, texts, vocabulary, bytes };
    }
  }
}

describe('candidates', () => {
  /** What the index must find, the slow way. */
  function expectedIds(texts: readonly (ByteString | undefined)[], bytes: ByteString): number[] {
    const isCut = decodeBytes(bytes).incomplete > 0;
    return texts.flatMap((text, id) => {
      if (text === undefined || text === '') return [];
      const next = text.charCodeAt(bytes.length);
      const mayGoOn = isCut || Number.isNaN(next) || next < 0x80 || next >= 0xc0;
      return (text.startsWith(bytes) && mayGoOn) || bytes.startsWith(text) ? [id] : [];
    });
  }

  const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b);

  test('are those that brute force finds, in random vocabularies', () => {
    let found = 0;
    for (const { name, texts, vocabulary, bytes } of randomCases()) {
      const candidates = vocabulary.candidates(bytes);
      expect(sorted(candidates), name).toEqual(expectedIds(texts, bytes));
      found += candidates.length;
    }
    expect(found).toBeGreaterThan(10_000);
  });

  test('hold all tokens of the same bytes, of those that are a beginning too', () => {
    const vocabulary = new Vocabulary(['a', 'ab', 'ab', 'abc', 'a', 'b']);
    expect(sorted(vocabulary.candidates('ab'))).toEqual([0, 1, 2, 3, 4]);
  });

  test('hold no control token and no empty one', () => {
    const vocabulary = new Vocabulary([undefined, '', 'a', 'ab']);
    expect(sorted(vocabulary.candidates('a'))).toEqual([2, 3]);
  });

  test('do not go on inside a character behind a whole one', () => {
    const vocabulary = new Vocabulary(['\xa9', '\xa9\xa9', '\xa9x', '\xa9\xc3']);
    expect(sorted(vocabulary.candidates('\xa9'))).toEqual([0, 2, 3]);
  });

  test('go on inside a character that is not whole', () => {
    const vocabulary = new Vocabulary(['\xc3', '\xc3\xa9', 'a']);
    expect(sorted(vocabulary.candidates('\xc3'))).toEqual([0, 1]);
  });

  test('are none where no token fits', () => {
    expect(new Vocabulary(['a']).candidates('b')).toHaveLength(0);
    expect(new Vocabulary([]).candidates('b')).toHaveLength(0);
  });
});

describe('whether a token goes on after bytes', () => {
  test('is as brute force says, in random vocabularies', () => {
    let yes = 0;
    let no = 0;
    for (const { name, texts, vocabulary, bytes } of randomCases()) {
      const expected = texts.some((text) => text?.startsWith(bytes) && text.length > bytes.length);
      expect(vocabulary.goesOnAfter(bytes), name).toBe(expected);
      if (expected) yes++;
      else no++;
    }
    expect(Math.min(yes, no)).toBeGreaterThan(500);
  });

  test('does not count tokens of the same bytes', () => {
    expect(new Vocabulary(['a', 'a', 'b']).goesOnAfter('a')).toBe(false);
    expect(new Vocabulary(['a', 'a', 'ab']).goesOnAfter('a')).toBe(true);
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
    expect(vocabulary.candidates('<')).toHaveLength(0);
  });
});

describe.each(['gpt2', 'llama'])('in a %s vocabulary', (tokenizer) => {
  test('control, unknown and unused tokens have no bytes', () => {
    const types = [control, unknown, unused];
    const vocabulary = Vocabulary.of(
      modelWith(
        tokenizer,
        types.map((type) => ['x', type] as const),
      ),
    );
    expect(types.map((_, id) => bytesOf(vocabulary, id))).toEqual([undefined, undefined, undefined]);
  });

  test('what llama.cpp made a control token by its name has no bytes, whatever the file says', () => {
    const entries = [
      ['<PRE>', normal],
      ['▁<PRE>', normal],
      ['</s>', userDefined],
      ['<div>', normal],
      ['<|x|>', userDefined],
    ] as const;
    const vocabulary = Vocabulary.of(modelWith(tokenizer, entries, [0, 1, 2]));
    expect(entries.map((_, id) => bytesOf(vocabulary, id))).toEqual([
      undefined,
      undefined,
      undefined,
      '<div>',
      '<|x|>',
    ]);
  });

  test('tokens added by hand are as they read', () => {
    const entries = [
      ['é', userDefined],
      ['▁▁', userDefined],
      ['  ', userDefined],
    ] as const;
    const vocabulary = Vocabulary.of(modelWith(tokenizer, entries));
    expect(entries.map((_, id) => bytesOf(vocabulary, id))).toEqual(['é', '▁▁', '  '].map(toByteString));
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
