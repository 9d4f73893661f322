import type { LlamaModel, Token, TokenBias } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { heal, HealingBias, mostHealedTokens, notHealed } from '../../../src/engine/host/healing';
import { type ByteString, decodeBytes, toByteString, Vocabulary } from '../../../src/engine/host/vocabulary';
import { RandomChoice } from '../../support/randomChoice';

/** A vocabulary, and what it makes of texts that are named piece by piece. */
class Pieces {
  readonly vocabulary: Vocabulary;
  readonly #texts: readonly (ByteString | undefined)[];

  constructor(...texts: readonly (ByteString | undefined)[]) {
    this.#texts = texts;
    this.vocabulary = new Vocabulary(texts);
  }

  tokens(...pieces: readonly (ByteString | undefined)[]): Token[] {
    return pieces.map((piece) => {
      const id = this.#texts.indexOf(piece);
      if (id < 0) throw new Error(`The vocabulary has no ${JSON.stringify(piece)}.`);
      return id as Token;
    });
  }

  /** How many tokens are taken back, and the bytes then owed. */
  healed(pieces: readonly (ByteString | undefined)[], most?: number): [count: number, bytes: ByteString] {
    const tokens = this.tokens(...pieces);
    const healed = heal(tokens, this.vocabulary, most);
    expect(healed.tokens).toEqual(tokens.slice(0, healed.tokens.length));
    return [tokens.length - healed.tokens.length, healed.bytes];
  }
}

const partOfDay = toByteString('日').slice(1);

describe('heal', () => {
  const plain = new Pieces(
    undefined,
    '',
    'const',
    ' ',
    ' na',
    ' name',
    'me',
    '\n',
    '  \n',
    '\n  ',
    partOfDay,
  );

  test.each([
    ['nothing of nothing', [], 0, ''],
    ['half a word', ['const', ' na'], 1, ' na'],
    ['a space', ['const', ' '], 1, ' '],
    ['indentation that stands behind a line break in one token', ['const', '\n  '], 1, '\n  '],
    ['the only token', ['const'], 1, 'const'],
    ['a part of a character', ['const', partOfDay], 1, partOfDay],
    ['no line break', ['const', '\n'], 0, ''],
    ['no token that ends in a line break', ['const', '  \n'], 0, ''],
    ['no control token', ['const', undefined], 0, ''],
    ['no empty token', ['const', ''], 0, ''],
  ])('takes back %s', (_, pieces, count, bytes) => {
    expect(plain.healed(pieces)).toEqual([count, bytes]);
  });

  const words = new Pieces(
    'f',
    '(',
    'con',
    'so',
    'le',
    'console',
    ' con',
    ' console',
    'sole',
    '(con',
    undefined,
    ');',
  );

  test.each([
    ['two tokens that begin a longer one', ['f', '(', 'con', 'so'], 2, 'conso'],
    ['two tokens with the space before the word', ['f', ' con', 'so'], 2, ' conso'],
    ['one where two are a whole token, and none goes on', ['f', ' con', 'sole'], 1, 'sole'],
    ['one where no token begins as two do', ['le', 'so'], 1, 'so'],
    ['one where the run before it is of a control token', ['con', undefined, 'so'], 1, 'so'],
    ['two, not three, where three begin none', ['(', 'con', 'so'], 2, 'conso'],
    ['one that goes on in no token', ['f', ');'], 1, ');'],
  ])('takes back %s', (_, pieces, count, bytes) => {
    expect(words.healed(pieces)).toEqual([count, bytes]);
  });

  const letters = new Pieces('a', 'b', 'c', 'd', 'e', 'abcdef', 'cdx');

  test('takes back the longest run, also over a shorter one that begins nothing', () => {
    expect(letters.healed(['e', 'a', 'b', 'c', 'd'])).toEqual([4, 'abcd']);
    expect(letters.healed(['a', 'b', 'c'])).toEqual([3, 'abc']);
    expect(letters.healed(['e', 'c', 'd'])).toEqual([2, 'cd']);
  });

  test('takes back four tokens at most, unless another number is given', () => {
    expect(mostHealedTokens).toBe(4);
    expect(letters.healed(['a', 'b', 'c', 'd', 'e'])).toEqual([1, 'e']);
    expect(letters.healed(['a', 'b', 'c', 'd', 'e'], 5)).toEqual([5, 'abcde']);
    expect(letters.healed(['a', 'b', 'c', 'd'], 3)).toEqual([2, 'cd']);
    expect(letters.healed(['a', 'b', 'c', 'd'], 1)).toEqual([1, 'd']);
    expect(letters.healed(['a', 'b', 'c', 'd'], 0)).toEqual([0, '']);
  });

  const lines = new Pieces('x', '\n', ' ', '  ', '\n ', '\n  ', '\n    x', ' \n', '\n\n');

  test('does not go back over a token that ends in a line break, though a longer token begins so', () => {
    expect(lines.healed(['x', '\n', '  '])).toEqual([1, '  ']);
    expect(lines.healed(['x', ' \n', ' '])).toEqual([1, ' ']);
  });

  test('goes back over a token in which white space follows a line break', () => {
    expect(lines.healed(['x', '\n ', '  '])).toEqual([2, '\n   ']);
  });

  test('goes back over SentencePiece words and the bytes of a character', () => {
    const bytes = ['<0xF0>', '<0x9F>', '<0x98>', '<0x80>', '<0x0A>'];
    const texts = ['▁con', 'so', '▁console', ...bytes];
    const ggml = {
      model: 'llama',
      tokens: texts,
      token_type: texts.map((text) => (bytes.includes(text) ? 6 : 1)),
    };
    const vocabulary = Vocabulary.of({
      fileInfo: { metadata: { tokenizer: { ggml } } },
    } as unknown as LlamaModel);
    const ids = (...wanted: string[]): Token[] => wanted.map((text) => texts.indexOf(text) as Token);
    expect(heal(ids('<0x0A>', '▁con', 'so'), vocabulary)).toEqual({ tokens: ids('<0x0A>'), bytes: ' conso' });
    expect(heal(ids('so', '<0x0A>'), vocabulary)).toEqual({ tokens: ids('so', '<0x0A>'), bytes: '' });
    expect(heal(ids('<0xF0>', '<0x9F>', '<0x98>', '<0x80>'), vocabulary)).toEqual({
      tokens: ids('<0xF0>', '<0x9F>', '<0x98>'),
      bytes: '\x80',
    });
  });
});

test('what is not healed stays as it is', () => {
  const tokens = [1, 2] as Token[];
  expect(notHealed(tokens)).toEqual({ tokens, bytes: '' });
});

// Only identity counts: the bias is made for a tokenizer, which is never asked.
const tokenizer = Object.assign(() => [], { isEogToken: () => false, detokenize: () => '' });
const model = { tokenizer } as unknown as LlamaModel;

/** What node-llama-cpp reads of a bias before it chooses a token. */
function biasesOf(bias: TokenBias): Map<number, number> {
  const { _biases: entries } = bias as unknown as { _biases: Iterable<[number, number]> };
  return new Map(entries);
}

const lifted = (bias: TokenBias): number[] => [...biasesOf(bias).keys()].sort((a, b) => a - b);

describe('the bias', () => {
  const { vocabulary } = new Pieces(undefined, 'const', ' ', ' na', ' name', 'me', ' na');

  test('lifts what begins with the bytes, and what is a beginning of them, alike', () => {
    const bias = new HealingBias(model, vocabulary).for(' na');
    expect(lifted(bias)).toEqual([2, 3, 4, 6]);
    expect(new Set(biasesOf(bias).values()).size).toBe(1);
  });

  test('can be read again and again, also while it is being read', () => {
    const bias = new HealingBias(model, vocabulary).for(' na');
    const { _biases: entries } = bias as unknown as { _biases: Iterable<[number, number]> };
    const reading = entries[Symbol.iterator]();
    const { value: first } = reading.next() as { value: [number, number] };
    const kept = [...first];
    expect(lifted(bias)).toEqual(lifted(bias));
    reading.next();
    expect(first).toEqual(kept);
  });

  test('is for the tokenizer of the model', () => {
    const { _tokenizer: of } = new HealingBias(model, vocabulary).for(' ') as unknown as {
      _tokenizer: unknown;
    };
    expect(of).toBe(tokenizer);
  });

  test('lifts nothing when nothing is owed, so that the text may end, and is then always the same', () => {
    const biases = new HealingBias(model, vocabulary);
    expect(lifted(biases.for(''))).toEqual([]);
    expect(biases.for('')).toBe(biases.for(''));
  });
});

describe('healing and generating again', () => {
  const pieces = ['a', 'b', ' ', '\n', 'é', '日', '😀'] as const;
  const bytesOfPieces = pieces.map(toByteString);

  /** Tokens of random bytes, and one for each byte, so that every text can be written. */
  function randomVocabulary(choice: RandomChoice): (ByteString | undefined)[] {
    const alphabet = new Set(bytesOfPieces.flatMap((bytes) => Array.from(bytes)));
    const longer = Array.from({ length: 60 }, () => {
      const text = toByteString(choice.text(pieces, 5));
      const from = choice.below(3);
      return text.slice(from, from + 1 + choice.below(6));
    });
    return [...alphabet, ...longer.filter((text) => text !== ''), undefined];
  }

  /** Cuts bytes into tokens as greedily as chance lets it. */
  function cut(bytes: ByteString, texts: readonly (ByteString | undefined)[], choice: RandomChoice): Token[] {
    const tokens: Token[] = [];
    for (let at = 0; at < bytes.length;) {
      const fitting = texts.flatMap((text, id) => (text && bytes.startsWith(text, at) ? [id] : []));
      const id = fitting[choice.below(fitting.length)] ?? 0;
      tokens.push(id as Token);
      at += texts[id]?.length ?? 1;
    }
    return tokens;
  }

  test('gives the text up to the cursor back, and whole characters behind it', () => {
    let several = 0;
    for (let seed = 0; seed < 400; seed++) {
      const choice = new RandomChoice(seed);
      const texts = randomVocabulary(choice);
      const vocabulary = new Vocabulary(texts);
      const bias = new HealingBias(model, vocabulary);
      const middle = toByteString(choice.text(pieces, 12));
      const tokens = cut(middle, texts, choice);
      const healed = heal(tokens, vocabulary);
      if (tokens.length - healed.tokens.length > 1) several++;

      const bytesOf = (token: number): ByteString => texts[token] ?? '';
      let written = healed.tokens.map(bytesOf).join('');
      expect(written + healed.bytes, `seed ${seed}`).toBe(middle);
      while (written.length < middle.length) {
        const allowed = lifted(bias.for(middle.slice(written.length)));
        expect(allowed.length, `seed ${seed}`).toBeGreaterThan(0);
        written += bytesOf(allowed[choice.below(allowed.length)] ?? 0);
      }
      expect(written.startsWith(middle), `seed ${seed}`).toBe(true);
      expect(decodeBytes(written.slice(middle.length)).text, `seed ${seed}`).not.toMatch(/^\ufffd/);
    }
    expect(several).toBeGreaterThan(50);
  });
});
