import type { LlamaModel, Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { answerKey } from '../../../../bench/guard/answerKey';
import { RecordedAnswers } from '../../../../bench/guard/recordedAnswers';
import { RecordedDecoder } from '../../../../bench/guard/recordedDecoder';
import { TokenSequence } from '../../../../bench/guard/tokenSequence';
import type { DecodeInput } from '../../../../src/engine/host/decoder';
import { KvSession } from '../../../../src/engine/host/kvSession';
import { toByteString } from '../../../../src/engine/host/vocabulary';
import { FakeClock } from '../../../support/fakeClock';
import { warmCost } from '../../../support/scriptedEngine';

const tokens = (text: string): Token[] => Array.from(text, (letter) => letter.charCodeAt(0) as Token);

/** A model whose tokens are letters, as far as the decoder asks. */
const letters = { tokenize: tokens } as unknown as LlamaModel;

const around = { before: 'let x = f', after: '\n' };
const limits = { tokens: 48, lines: 1 };

function recorded(text: string, generatedTokens: number): RecordedAnswers {
  const answers = new RecordedAnswers();
  const confidence = { first: -0.5, mean: -0.25 };
  answers.add(answerKey(around, limits), {
    text,
    stop: 'line',
    confidence,
    cost: { ...warmCost, generatedTokens },
  });
  return answers;
}

async function decode(
  answers: RecordedAnswers,
  signal = new AbortController().signal,
): Promise<{ session: KvSession; decoded: Awaited<ReturnType<RecordedDecoder['decode']>> }> {
  const session = new KvSession(TokenSequence.create(1_000));
  await session.append(tokens('let x'));
  const input: DecodeInput = {
    session,
    tokens: tokens(' = '),
    healedBytes: toByteString('f'),
    limits,
    around,
  };
  return {
    session,
    decoded: await new RecordedDecoder(letters, answers, new FakeClock()).decode(input, signal),
  };
}

describe('RecordedDecoder', () => {
  it('says what was recorded, and leaves in the cache what the model would have: all but the last token', async () => {
    // Healed f, then (1); and a line break, which is the token that ends the answer.
    const { session, decoded } = await decode(recorded('(1);', 6));
    expect(decoded).toMatchObject({ text: '(1);', stop: 'line', generatedTokens: 6 });
    expect(decoded.confidence).toEqual({ first: -0.5, mean: -0.25 });
    expect(session.mirror).toEqual(tokens('let x = f(1);'));
  });

  it('never holds more than was generated', async () => {
    const { session } = await decode(recorded('(1);', 3));
    expect(session.mirror).toEqual(tokens('let x = f('));
  });

  it('says nothing where nothing was recorded, and has that known', async () => {
    const answers = new RecordedAnswers();
    const { session, decoded } = await decode(answers);
    expect(decoded).toMatchObject({ text: '', stop: 'end-of-text', generatedTokens: 1 });
    expect(session.mirror).toEqual(tokens('let x = '));
    expect(answers.missing).toEqual(['let x = f']);
  });

  it('is called off as the model is, and keeps what it has evaluated', async () => {
    await expect(decode(recorded('(1);', 6), AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
