import { isAbortError } from '../../base/abort';
import type { Clock } from '../../base/clock';
import type { AnswerDecoder, DecodeInput, Decoded } from './decoder';

/** How long all alternatives of an answer may take together, in ms: somebody waits for them. */
const alternativesMs = 800;

/** A text less likely than this at the place where it begins to differ is no alternative, it is a mistake. */
const leastProbability = 0.02;

export interface AlternativesInput {
  /** What the first answer was decoded from. */
  readonly input: DecodeInput;
  /** Tokens of the whole prompt. */
  readonly promptTokens: number;
  readonly first: Decoded;
  readonly most: number;
}

/**
 * Decodes other answers of a prompt, of which nothing is evaluated again: each takes the second best token where the
 * first answer was least sure of its choice, and goes on greedily. Those that come to the text of another one are left
 * out. Ends with what there is after 800 ms, and when `signal` aborts. `clock` is absent in a deterministic replay.
 */
export async function decodeAlternatives(
  decoder: AnswerDecoder,
  { input, promptTokens, first, most }: AlternativesInput,
  signal: AbortSignal,
  clock: Clock | undefined,
): Promise<Decoded[]> {
  const endsAt = clock === undefined ? Infinity : clock.now() + alternativesMs;
  const branches = first.branches
    .filter(({ probability }) => probability >= leastProbability)
    .toSorted((a, b) => b.probability - a.probability);
  const found: Decoded[] = [];
  const texts = new Set([first.text.trim()]);
  for (const { chosen, token } of branches) {
    const left = endsAt - (clock?.now() ?? 0);
    if (found.length >= most || left <= 0) break;
    await input.session.truncate(promptTokens + chosen.length);
    const limits = clock === undefined ? input.limits : { ...input.limits, milliseconds: left };
    const begun = [...chosen, token];
    try {
      const other = await decoder.decode(
        { ...input, tokens: [token], begun, limits },
        signal,
        () => undefined,
      );
      const text = other.text.trim();
      if (text === '' || texts.has(text)) continue;
      texts.add(text);
      found.push(other);
    } catch (error) {
      // The first answer is there, and is not lost with the rest.
      if (isAbortError(error)) break;
      throw error;
    }
  }
  return found;
}
