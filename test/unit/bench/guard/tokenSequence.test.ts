import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { TokenSequence } from '../../../../bench/guard/tokenSequence';
import { KvSession } from '../../../../src/engine/host/kvSession';

const tokens = (text: string): Token[] => Array.from(text, (letter) => letter.charCodeAt(0) as Token);

describe('TokenSequence, in a KvSession that compares it with its mirror', () => {
  it('holds what is appended, and loses what is cut off or cleared', async () => {
    const sequence = TokenSequence.create(100);
    const session = new KvSession(sequence);
    await session.append(tokens('abcdef'));
    await session.truncate(4);
    await session.append(tokens('x'));
    expect(sequence.contextTokens).toEqual(tokens('abcdx'));
    expect(session.mirror).toEqual(tokens('abcdx'));
    await session.clear();
    expect(sequence.nextTokenIndex).toBe(0);
  });

  it('takes over the beginning of another', async () => {
    const from = new KvSession(TokenSequence.create(100));
    await from.append(tokens('abcdef'));
    const to = new KvSession(TokenSequence.create(100));
    expect(await to.copyFrom(from, 3)).toBe(3);
    expect(to.mirror).toEqual(tokens('abc'));
    expect(from.mirror).toEqual(tokens('abcdef'));
  });

  it('has an end', async () => {
    const session = new KvSession(TokenSequence.create(6));
    await session.append(tokens('abc'));
    await expect(session.append(tokens('def'))).rejects.toThrow('A sequence is full');
    expect(session.mirror).toEqual([]);
  });
});
