import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { SystemClock } from '../../../src/base/clock';
import { Decoder } from '../../../src/engine/host/decoder';
import { HealingBias } from '../../../src/engine/host/healing';
import { KvSession } from '../../../src/engine/host/kvSession';
import { type LoadedModel, loadModel } from '../../../src/engine/host/loadedModel';
import { Places } from '../../../src/engine/host/places';
import { type Prompt, PromptLayout } from '../../../src/engine/host/promptLayout';
import { stopContext } from '../../../src/engine/host/stopRules';
import type { DecodeLimits, LayoutName, PromptText } from '../../../src/engine/port';
import type { EngineConfig } from '../../../src/engine/protocol';
import { never } from '../../support/engineUnderTest';
import { RecordingLogger } from '../../support/recordingLogger';

/** A warm answer, with the prompt and the KV contents that made it. */
export interface WarmAnswer {
  readonly prompt: Prompt;
  /** Tokens of the sequence after the answer: the prompt, then what was generated and evaluated. */
  readonly mirror: readonly Token[];
  readonly evaluatedTokens: number;
  readonly text: string;
}

/** The parts of the engine, put together so that a test can look between them, and an empty context beside them. */
export class EngineParts {
  readonly places: Places;
  readonly #loaded: LoadedModel;
  readonly #decoder: Decoder;
  readonly #fresh: LlamaContextSequence;
  readonly #bias: HealingBias;

  static async load(config: EngineConfig, layout: LayoutName): Promise<EngineParts> {
    const loaded = await loadModel(config, new RecordingLogger());
    const fresh = await loaded.model.createContext({ contextSize: config.contextTokens, batchSize: 512 });
    return new EngineParts(loaded, layout, fresh.getSequence());
  }

  private constructor(loaded: LoadedModel, layout: LayoutName, fresh: LlamaContextSequence) {
    this.#loaded = loaded;
    this.#fresh = fresh;
    const { model, vocabulary, fim, context } = loaded;
    this.#bias = new HealingBias(model, vocabulary);
    this.#decoder = new Decoder(vocabulary, this.#bias, new SystemClock());
    const sessions = [new KvSession(context.getSequence()), new KvSession(context.getSequence())];
    this.places = new Places(
      sessions,
      new PromptLayout(model, vocabulary, fim, layout),
      context.contextSize - 64,
    );
  }

  /** Answers as the engine does: from what the sequences hold. */
  async answer(text: PromptText, limits: DecodeLimits): Promise<WarmAnswer> {
    const { session, prompt, plan } = this.places.assign(text);
    await session.truncate(plan.keep);
    const decoded = await this.#decoder.decode(
      {
        session,
        tokens: prompt.tokens.slice(plan.keep),
        healedBytes: prompt.healedBytes,
        limits,
        stop: stopContext(text.before, text.after, limits.lines),
      },
      never,
      () => {},
    );
    return { prompt, mirror: [...session.mirror], evaluatedTokens: plan.append, text: decoded.text };
  }

  /**
   * Answers the same prompt from an empty context, in batches of `slice` tokens; returns the generated tokens.
   */
  async freshTokens(prompt: Prompt, count: number, slice: number): Promise<Token[]> {
    await this.#prefillFresh(prompt.tokens, slice);
    const session = this.#fresh;
    let owed = prompt.healedBytes;
    const generated: Token[] = [];
    const last = prompt.tokens.slice(-1);
    for await (const token of session.evaluate(last, {
      temperature: 0,
      tokenBias: () => this.#bias.for(owed),
    })) {
      generated.push(token);
      const bytes = this.#loaded.vocabulary.bytesOf(token) ?? '';
      owed = owed.slice(Math.min(owed.length, bytes.length));
      if (generated.length >= count) break;
    }
    return generated;
  }

  /** The two likeliest tokens after `tokens` in an empty context, filled in batches of `slice` tokens. */
  async bestTwo(tokens: readonly Token[], slice: number): Promise<[Token, Token]> {
    const probabilities = [...(await this.#probabilities(tokens, slice))].sort(([, a], [, b]) => b - a);
    const [best, second] = probabilities;
    if (!best || !second) throw new Error('The model gave fewer than two probabilities.');
    return [best[0], second[0]];
  }

  /** By how much token `a` leads token `b` there, as the difference of their log-probabilities. */
  async lead(tokens: readonly Token[], slice: number, a: Token, b: Token): Promise<number> {
    const probabilities = await this.#probabilities(tokens, slice);
    return Math.log(probabilities.get(a) ?? 0) - Math.log(probabilities.get(b) ?? 0);
  }

  async #probabilities(tokens: readonly Token[], slice: number): Promise<Map<Token, number>> {
    await this.#prefillFresh(tokens, slice);
    const stream = this.#fresh.evaluateWithMetadata(
      tokens.slice(-1),
      { probabilities: true },
      { yieldEogToken: true },
    );
    const { value } = await stream.next();
    await stream.return();
    if (!value) throw new Error('The model gave no token.');
    return value.probabilities;
  }

  async dispose(): Promise<void> {
    await this.#loaded.dispose();
  }

  async #prefillFresh(tokens: readonly Token[], slice: number): Promise<void> {
    await this.#fresh.clearHistory();
    for (let at = 0; at < tokens.length - 1; at += slice) {
      const end = Math.min(at + slice, tokens.length - 1);
      await this.#fresh.evaluateWithoutGeneratingNewTokens(tokens.slice(at, end));
    }
  }
}
