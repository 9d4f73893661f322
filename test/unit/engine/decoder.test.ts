import type { Token, TokenBias } from 'node-llama-cpp';
import { describe, expect, test } from 'vitest';
import { isAbortError } from '../../../src/base/abort';
import { type Decoded, Decoder } from '../../../src/engine/host/decoder';
import type { HealingBias } from '../../../src/engine/host/healing';
import type { KvSession } from '../../../src/engine/host/kvSession';
import { toByteString, Vocabulary } from '../../../src/engine/host/vocabulary';
import type { DecodeLimits } from '../../../src/engine/port';
import { FakeClock } from '../../support/fakeClock';

const never = new AbortController().signal;
/** Ends the text: a control token. */
const end = null;

interface Script {
  /** Bytes of the tokens that the model chooses, one after another. */
  readonly pieces: readonly (string | typeof end)[];
  readonly healedBytes?: string;
  readonly limits?: Partial<DecodeLimits>;
  readonly msPerToken?: number;
  /** Of the first choices. */
  readonly probabilities?: readonly number[];
  readonly signal?: AbortSignal;
}

/** Decodes a scripted answer; tells also what was streamed and what each choice was held to. */
async function decode(
  script: Script,
): Promise<Decoded & { readonly streamed: string[]; readonly held: string[] }> {
  const { pieces, healedBytes = '', limits = {}, msPerToken = 10, signal = never } = script;
  const { probabilities = [] } = script;
  const clock = new FakeClock();
  const held: string[] = [];
  const session = {
    async *generate(_: readonly Token[], bias: () => TokenBias) {
      for (const id of pieces.keys()) {
        bias();
        await clock.advance(msPerToken);
        yield { token: id as Token, probability: id < 2 ? probabilities[id] : undefined };
      }
    },
  };
  const bias = { for: (bytes: string) => void held.push(bytes) };
  const vocabulary = new Vocabulary(pieces.map((piece) => piece ?? undefined));
  const decoder = new Decoder(vocabulary, bias as unknown as HealingBias, clock);
  const streamed: string[] = [];
  const decoded = await decoder.decode(
    {
      session: session as unknown as KvSession,
      tokens: [0 as Token],
      healedBytes,
      limits: { tokens: 24, lines: 1, ...limits },
      around: { before: '', after: '' },
    },
    signal,
    (text) => streamed.push(text),
  );
  return { ...decoded, streamed, held };
}

describe('an answer', () => {
  test('streams its text as it grows', async () => {
    const { text, stop, streamed, generatedTokens } = await decode({ pieces: ['a', ' +', ' b', end, 'c'] });
    expect(streamed).toEqual(['a', 'a +', 'a + b']);
    expect({ text, stop, generatedTokens }).toEqual({
      text: 'a + b',
      stop: 'end-of-text',
      generatedTokens: 4,
    });
  });

  test('tells how sure the model was of its first tokens', async () => {
    const { confidence } = await decode({ pieces: ['a', 'b', 'c', end], probabilities: [0.5, 0.25] });
    expect(confidence?.first).toBeCloseTo(Math.log(0.5));
    expect(confidence?.mean).toBeCloseTo((Math.log(0.5) + Math.log(0.25)) / 2);
    expect((await decode({ pieces: ['a', end] })).confidence).toBeUndefined();
    const impossible = await decode({ pieces: ['a', end], probabilities: [0] });
    expect(Number.isFinite(impossible.confidence?.first)).toBe(true);
  });

  test('grows by whole characters', async () => {
    const bytes = toByteString('é日😀');
    const { text, streamed } = await decode({ pieces: [...Array.from(bytes), end] });
    expect(text).toBe('é日😀');
    expect(new Set(streamed)).toEqual(new Set(['', 'é', 'é日', 'é日😀']));
  });

  test('leaves out a character that is not finished', async () => {
    expect(await decode({ pieces: ['a', toByteString('😀').slice(0, 3), end] })).toMatchObject({ text: 'a' });
  });

  test.each([
    ['in one token', ['a;', '\r\n', 'b']],
    ['in two', ['a;', '\r', '\n', 'b']],
    ['of the old kind', ['a;', '\r', 'b']],
  ])('ends at a carriage return %s, without it', async (_, pieces) => {
    expect(await decode({ pieces })).toMatchObject({ text: 'a;', stop: 'line' });
  });

  test('of several lines has their line breaks as the prompt has them', async () => {
    const pieces = ['a;\r\n', ' b;', '\r', '\n', ' c;', end];
    expect(await decode({ pieces, limits: { lines: 5 } })).toMatchObject({ text: 'a;\n b;\n c;' });
  });
});

describe('healing', () => {
  test.each([
    ['by one token that goes on', ['const', ' x', end], 'con', ['con', '', ''], 'st x'],
    ['by the same token', [' ', 'x', end], ' ', [' ', '', ''], 'x'],
    ['by several beginnings', ['c', 'o', 'nst', end], 'con', ['con', 'on', 'n', ''], 'st'],
    ['of a part of a character', ['\x97\xa5', end], '\x97\xa5', ['\x97\xa5', ''], ''],
  ])('is paid back %s', async (_, pieces, healedBytes, held, text) => {
    expect(await decode({ pieces, healedBytes })).toMatchObject({ text, held });
  });
});

describe('the limits', () => {
  const pieces = Array<string>(100).fill('x');

  test('of tokens', async () => {
    expect(await decode({ pieces, limits: { tokens: 7 } })).toMatchObject({
      text: 'x'.repeat(7),
      stop: 'tokens',
    });
  });

  test('of time, counted from the first token', async () => {
    const { text, stop, firstTokenAt } = await decode({ pieces, limits: { milliseconds: 30 } });
    expect({ text, stop }).toEqual({ text: 'x'.repeat(4), stop: 'time' });
    expect(firstTokenAt).toBe(new FakeClock().now() + 10);
  });

  test('an abort ends it between two tokens', async () => {
    await expect(decode({ pieces, signal: AbortSignal.abort() })).rejects.toSatisfy(isAbortError);
  });
});
