import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { Logger } from '../../src/base/logger';
import { HealingBias } from '../../src/engine/host/healing';
import { planPrompt } from '../../src/engine/host/kvPlan';
import { KvSession } from '../../src/engine/host/kvSession';
import { type LoadedModel, loadModel } from '../../src/engine/host/loadedModel';
import { type Prompt, PromptLayout } from '../../src/engine/host/promptLayout';
import { type ByteString, decodeBytes } from '../../src/engine/host/vocabulary';
import type { LayoutName } from '../../src/engine/port';
import { type Hole, placeHole } from './hole';
import { type Score, scoreOf } from './matching';
import type { VariantAnswer } from './resultsFile';
import type { Variant } from './variants';

/** Room for the whole window where each of its characters is a token, short of the rarest. */
const contextTokens = 2_048;
const batchTokens = 512;

/** The product's own context is not used; a small one loads in no time. */
const unusedContextTokens = 256;

/** A token may add no visible character; this ends an answer of nothing else. */
const mostAnswerTokens = 400;

/** What the study needs of a model; see {@link Answerer}. */
export interface HoleAnswerer {
  /** Forgets the answers kept for the hole before. */
  begin(): void;
  answer(hole: Hole, variant: Variant): Promise<VariantAnswer>;
}

/**
 * Answers holes greedily with a real model. Each prompt is as if the context were empty, but the beginning that it
 * shares, token by token, with the prompt before it is not evaluated again; a prompt that is equal to an earlier
 * one of the hole has that one's answer.
 */
export class Answerer implements HoleAnswerer {
  readonly #loaded: LoadedModel;
  readonly #session: KvSession;
  readonly #bias: HealingBias;
  readonly #layouts = new Map<LayoutName, PromptLayout>();
  readonly #known = new Map<string, VariantAnswer>();

  static async load(modelPath: string, threads: number, logger: Logger): Promise<Answerer> {
    const loaded = await loadModel(
      {
        modelPath,
        contextTokens: unusedContextTokens,
        kvMegabytes: 0,
        threads,
        gpu: 'off',
        pacing: 'deterministic',
      },
      logger,
    );
    const context = await loaded.model.createContext({
      contextSize: contextTokens,
      sequences: 1,
      batchSize: batchTokens,
      threads,
    });
    return new Answerer(loaded, context.getSequence());
  }

  private constructor(loaded: LoadedModel, sequence: LlamaContextSequence) {
    this.#loaded = loaded;
    this.#session = new KvSession(sequence);
    this.#bias = new HealingBias(loaded.model, loaded.vocabulary);
  }

  begin(): void {
    this.#known.clear();
  }

  async answer(hole: Hole, variant: Variant): Promise<VariantAnswer> {
    const prompt = this.#layout(variant.layout).lay(placeHole(hole, variant.anchorLines), variant.healing);
    const key = `${prompt.tokens.join(' ')}|${prompt.healedBytes}`;
    const known = this.#known.get(key);
    if (known) return known;
    const answer = { score: await this.#score(prompt, hole.truth), promptTokens: prompt.tokens.length };
    this.#known.set(key, answer);
    return answer;
  }

  async dispose(): Promise<void> {
    await this.#loaded.dispose();
  }

  #layout(name: LayoutName): PromptLayout {
    const known = this.#layouts.get(name);
    if (known) return known;
    const { model, vocabulary, fim } = this.#loaded;
    const layout = new PromptLayout(model, vocabulary, fim, name);
    this.#layouts.set(name, layout);
    return layout;
  }

  /** Decodes until the text has decided what it is worth. */
  async #score(prompt: Prompt, truth: readonly string[]): Promise<Score> {
    const answer = new GrowingAnswer(prompt.healedBytes);
    const { keep } = planPrompt(this.#session.commonPrefix(prompt.tokens), prompt.tokens.length);
    await this.#session.truncate(keep);
    let tokens = 0;
    for await (const { token } of this.#session.generate(prompt.tokens.slice(keep), () =>
      this.#bias.for(answer.owed),
    )) {
      const bytes = this.#bytesOf(token);
      if (bytes === undefined || ++tokens > mostAnswerTokens) break;
      answer.push(bytes);
      const score = scoreOf(answer.text, truth, false);
      if (score !== undefined) return score;
    }
    return scoreOf(answer.text, truth, true) ?? 0;
  }

  #bytesOf(token: Token): ByteString | undefined {
    return this.#loaded.vocabulary.bytesOf(token);
  }
}

/** Generated text, without what healing took back. */
class GrowingAnswer {
  #owed: number;
  readonly #healed: ByteString;
  #bytes: ByteString = '';

  constructor(healed: ByteString) {
    this.#healed = healed;
    this.#owed = healed.length;
  }

  get owed(): ByteString {
    return this.#healed.slice(this.#healed.length - this.#owed);
  }

  /** Whole characters so far, line breaks as `\n`. */
  get text(): string {
    return decodeBytes(this.#bytes).text.replace(/\r\n?/g, '\n');
  }

  push(bytes: ByteString): void {
    const paid = Math.min(bytes.length, this.#owed);
    this.#owed -= paid;
    this.#bytes += bytes.slice(paid);
  }
}
