import type { Token, TokenBias } from 'node-llama-cpp';
import type { Clock } from '../../base/clock';
import { throwIfAborted } from '../../base/abort';
import type { Confidence, DecodeLimits, PromptText, StopReason, TextListener } from '../port';
import type { HealingBias } from './healing';
import type { KvSession } from './kvSession';
import { findStop, stopContext } from './stopRules';
import { type ByteString, decodeBytes, type Vocabulary } from './vocabulary';

export interface Decoded {
  readonly text: string;
  readonly stop: StopReason;
  readonly generatedTokens: number;
  /** When the first token was there, on the clock's scale. */
  readonly firstTokenAt: number;
  /** Absent where nothing was chosen. */
  readonly confidence?: Confidence;
  /** Where the answer might have gone another way, as far as that was watched. */
  readonly branches: readonly Branch[];
}

/** A token that was second best. */
export interface Branch {
  /** Tokens of the answer before it. */
  readonly chosen: readonly Token[];
  readonly token: Token;
  readonly probability: number;
}

/**
 * Choices whose probability is asked for; each costs a fifth of a token's time. What the first ones tell is enough to
 * judge a whole answer by: see decision 9.
 */
export const scoredTokens = 4;

export interface DecodeInput {
  readonly session: KvSession;
  /** Prompt tokens still to evaluate: at least one. */
  readonly tokens: readonly Token[];
  readonly healedBytes: ByteString;
  readonly limits: DecodeLimits;
  /** The text around the cursor, which tells where an answer stops. */
  readonly around: Pick<PromptText, 'before' | 'after'>;
  /** Tokens that the answer begins with; the last one is that of `tokens`. */
  readonly begun?: readonly Token[];
  /** At how many first choices to remember the second best token; see {@link Decoded.branches}. */
  readonly watched?: number;
}

/** Writes answers to prompts. */
export interface AnswerDecoder {
  /** Rejects with `AbortError` between two tokens; the tokens evaluated so far stay in the KV cache. */
  decode(input: DecodeInput, signal: AbortSignal, onText: TextListener): Promise<Decoded>;
}

/** Greedy decoding of one answer: heals its beginning, streams its text, and stops by the rules. */
export class Decoder implements AnswerDecoder {
  readonly #vocabulary: Vocabulary;
  readonly #bias: HealingBias;
  readonly #clock: Clock;

  constructor(vocabulary: Vocabulary, bias: HealingBias, clock: Clock) {
    this.#vocabulary = vocabulary;
    this.#bias = bias;
    this.#clock = clock;
  }

  async decode(input: DecodeInput, signal: AbortSignal, onText: TextListener): Promise<Decoded> {
    const stopsAt = stopContext(input.around.before, input.around.after, input.limits.lines);
    const answer = new AnswerBytes(input.healedBytes);
    const score = new Score();
    const chosen: Token[] = [];
    const branches: Branch[] = [];
    let firstTokenAt = 0;
    let generatedTokens = 0;
    const finish = (text: string, stop: StopReason): Decoded => ({
      text,
      stop,
      generatedTokens,
      firstTokenAt: firstTokenAt || this.#clock.now(),
      ...(score.confidence && { confidence: score.confidence }),
      branches,
    });
    const held = (): TokenBias => this.#bias.for(answer.owed);
    for (const token of input.begun ?? []) {
      answer.push(this.#vocabulary.bytesOf(token) ?? '');
      const stop = findStop(answer.text, stopsAt);
      if (stop) return finish(stop.text, stop.reason);
    }

    const scoring = { probability: scoredTokens, runnerUp: input.watched ?? 0 };
    for await (const choice of input.session.generate(input.tokens, held, scoring)) {
      const { token, probability, runnerUp } = choice;
      if (++generatedTokens === 1) firstTokenAt = this.#clock.now();
      if (generatedTokens <= scoredTokens) score.add(probability);
      if (runnerUp) branches.push({ chosen: [...chosen], ...runnerUp });
      chosen.push(token);
      const bytes = this.#vocabulary.bytesOf(token);
      if (bytes === undefined) return finish(answer.text, 'end-of-text');
      answer.push(bytes);
      const stop = findStop(answer.text, stopsAt);
      if (stop) return finish(stop.text, stop.reason);
      throwIfAborted(signal);
      onText(answer.text, score.confidence);
      if (generatedTokens >= input.limits.tokens) return finish(answer.text, 'tokens');
      const { milliseconds } = input.limits;
      if (milliseconds !== undefined && this.#clock.now() - firstTokenAt >= milliseconds) {
        return finish(answer.text, 'time');
      }
    }
    return finish(answer.text, 'end-of-text');
  }
}

/** Collects the probabilities of the first choices. */
class Score {
  readonly #logs: number[] = [];

  add(probability: number | undefined): void {
    // The smallest number that a 32-bit float holds: a logarithm must stay finite.
    if (probability !== undefined) this.#logs.push(Math.log(Math.max(probability, 1e-45)));
  }

  get confidence(): Confidence | undefined {
    const first = this.#logs[0];
    return first === undefined ? undefined : { first, mean: sumOf(this.#logs) / this.#logs.length };
  }
}

/** Collects generated bytes: pays back what healing took, then grows the text by whole characters. */
class AnswerBytes {
  #owed: ByteString;
  #rest: ByteString = '';
  #text = '';

  constructor(healedBytes: ByteString) {
    this.#owed = healedBytes;
  }

  /** Bytes before the cursor that are still to be generated again. */
  get owed(): ByteString {
    return this.#owed;
  }

  /** Line breaks are `\n`, as in the prompt; models of code with CRLF line ends write those too. */
  get text(): string {
    return this.#text.replace(/\r\n?/g, '\n');
  }

  push(bytes: ByteString): void {
    const paid = Math.min(bytes.length, this.#owed.length);
    this.#owed = this.#owed.slice(paid);
    const unread = this.#rest + bytes.slice(paid);
    const { text, incomplete } = decodeBytes(unread);
    this.#rest = unread.slice(unread.length - incomplete);
    this.#text += text;
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
