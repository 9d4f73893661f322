import type { LlamaContextSequence, Token, TokenBias } from 'node-llama-cpp';
import { KvSession } from '../../src/engine/host/kvSession';
import type { ByteString } from '../../src/engine/host/vocabulary';
import type { HealingBias } from '../../src/engine/host/healing';
import { timingOf } from './timing';

/** What holding a first token to owed bytes costs. Milliseconds. */
export interface FirstTokenFigures {
  readonly owed: ByteString;
  readonly runs: number;
  /** Evaluating one token and choosing the next freely. Median. */
  readonly free: number;
  /** The same, held to the owed bytes. Median. */
  readonly held: number;
  /** Of the differences between a held run and the free one beside it. Median. */
  readonly difference: number;
}

/** Evaluates the last of `prompt`'s tokens again and again, freely and held to each of `owed` in turn. */
export async function measureFirstTokens(
  sequence: LlamaContextSequence,
  prompt: readonly Token[],
  bias: HealingBias,
  owed: readonly ByteString[],
  runs: number,
): Promise<FirstTokenFigures[]> {
  const session = new KvSession(sequence);
  await session.append(prompt.slice(0, -1));
  const time = async (held: () => TokenBias): Promise<number> => {
    const from = performance.now();
    for await (const { token } of session.generate(prompt.slice(-1), held)) {
      if (token >= 0) break;
    }
    const elapsed = performance.now() - from;
    await session.truncate(prompt.length - 1);
    return elapsed;
  };
  await time(() => bias.for(''));
  const figures: FirstTokenFigures[] = [];
  for (const bytes of owed) {
    const free: number[] = [];
    const held: number[] = [];
    for (let run = 0; run < runs; run++) {
      // In turns, so that what comes second is no disadvantage.
      if (run % 2 === 0) free.push(await time(() => bias.for('')));
      held.push(await time(() => bias.for(bytes)));
      if (run % 2 === 1) free.push(await time(() => bias.for('')));
    }
    figures.push({
      owed: bytes,
      runs,
      free: timingOf(free).p50,
      held: timingOf(held).p50,
      difference: timingOf(held.map((time, run) => time - (free[run] ?? 0))).p50,
    });
  }
  return figures;
}
