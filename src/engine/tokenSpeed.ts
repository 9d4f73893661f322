import type { EngineAnswer } from './port';

/** Answers of fewer tokens say little of a model's speed. */
const fewestTimed = 4;

/** What a model takes for a token that it writes, learnt from its answers; the latest ones count most. */
export class TokenSpeed {
  #msPerToken: number | undefined;

  /** In ms; undefined before there was an answer long enough to tell. */
  get msPerToken(): number | undefined {
    return this.#msPerToken;
  }

  note({ cost: { generatedTokens, firstTokenMs, totalMs } }: EngineAnswer): void {
    if (generatedTokens < fewestTimed) return;
    const msPerToken = (totalMs - firstTokenMs) / (generatedTokens - 1);
    this.#msPerToken = this.#msPerToken === undefined ? msPerToken : (this.#msPerToken * 3 + msPerToken) / 4;
  }
}
