import { join } from 'node:path';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { SystemClock } from '../../../src/base/clock';
import { Decoder } from '../../../src/engine/host/decoder';
import { HealingBias } from '../../../src/engine/host/healing';
import { KvSession } from '../../../src/engine/host/kvSession';
import { type LoadedModel, loadModel } from '../../../src/engine/host/loadedModel';
import { Places, type SavedPlace } from '../../../src/engine/host/places';
import { type Prompt, PromptLayout } from '../../../src/engine/host/promptLayout';
import { mostSliceTokens } from '../../../src/engine/host/sliceSize';
import type { DecodeLimits, LayoutName, PromptText } from '../../../src/engine/port';
import type { LoadParams } from '../../../src/engine/protocol';
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
  /** By document, the places that were saved. */
  readonly #saved = new Map<string, SavedPlace[]>();
  readonly #loaded: LoadedModel;
  readonly #decoder: Decoder;
  readonly #fresh: LlamaContextSequence;
  readonly #bias: HealingBias;
  /** How often a place came back from disk. */
  restored = 0;

  static async load(config: LoadParams): Promise<EngineParts> {
    const loaded = await loadModel(config, new RecordingLogger());
    const fresh = await loaded.model.createContext({ contextSize: config.contextTokens, batchSize: 512 });
    return new EngineParts(loaded, fresh.getSequence());
  }

  private constructor(loaded: LoadedModel, fresh: LlamaContextSequence) {
    this.#loaded = loaded;
    this.#fresh = fresh;
    const { model, vocabulary, fim, context } = loaded;
    this.#bias = new HealingBias(model, vocabulary);
    this.#decoder = new Decoder(vocabulary, this.#bias, new SystemClock());
    const sessions = Array.from(
      { length: context.totalSequences },
      () => new KvSession(context.getSequence()),
    );
    this.places = new Places(
      sessions,
      new PromptLayout(model, vocabulary, fim, loaded.info.layout),
      context.contextSize - 64,
      (document) => this.#saved.get(document) ?? [],
    );
  }

  /** Layout of the prompts, as the model's family has it or the configuration says. */
  get layout(): LayoutName {
    return this.#loaded.info.layout;
  }

  get sequences(): number {
    return this.#loaded.info.sequences;
  }

  /** Evaluates ahead as the engine does in idle time, at most `tokens`; returns how many it did. */
  async prepare(text: PromptText, tokens: number, slice: number): Promise<number> {
    const seat = this.places.prepare(text);
    if (!seat) return 0;
    const end = Math.min((await this.places.occupy(seat)) + tokens, seat.prompt.tokens.length - 1);
    const { session } = seat.slot;
    const start = session.mirror.length;
    while (session.mirror.length < end) {
      const at = session.mirror.length;
      await session.append(seat.prompt.tokens.slice(at, Math.min(at + slice, end)));
    }
    return session.mirror.length - start;
  }

  /** Writes every place into `folder`; from then on they can be restored. */
  async save(folder: string): Promise<void> {
    for (const [index, { session, placement }] of this.places.slots.entries()) {
      if (!placement) continue;
      const path = join(folder, `${index}-${this.#saved.size}-${placement.document.length}.state`);
      const tokens = [...session.mirror];
      await session.writeState(path);
      const restore = async (into: KvSession): Promise<boolean> => {
        await into.readState(path, tokens);
        this.restored++;
        return true;
      };
      const others = this.#saved.get(placement.document) ?? [];
      this.#saved.set(placement.document, [...others, { placement, tokens, restore }]);
    }
  }

  /** Forgets what is in memory, and with `all` what is on disk too. */
  async forget(all = false): Promise<void> {
    if (all) this.#saved.clear();
    await this.places.clear();
  }

  /** Answers as the engine does: from what the sequences hold. */
  async answer(text: PromptText, limits: DecodeLimits): Promise<WarmAnswer> {
    const assignment = this.places.assign(text);
    const { prompt } = assignment;
    const { session } = assignment.slot;
    const kept = await this.places.occupy(assignment);
    const rest = Math.max(kept, prompt.tokens.length - mostSliceTokens);
    for (let at = kept; at < rest; at = session.mirror.length) {
      await session.append(prompt.tokens.slice(at, Math.min(at + mostSliceTokens, rest)));
    }
    const decoded = await this.#decoder.decode(
      {
        session,
        tokens: prompt.tokens.slice(rest),
        healedBytes: prompt.healedBytes,
        limits,
        around: text,
      },
      never,
      () => {},
    );
    this.places.answered(assignment);
    const evaluatedTokens = prompt.tokens.length - kept;
    return { prompt, mirror: [...session.mirror], evaluatedTokens, text: decoded.text };
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

  /** The probability of the likeliest token after `tokens` in an empty context, filled in slices of `slice` tokens. */
  async certainty(tokens: readonly Token[], slice: number): Promise<number> {
    await this.#prefillFresh(tokens, slice);
    const stream = this.#fresh.evaluateWithMetadata(
      tokens.slice(-1),
      { confidence: true },
      { temperature: 0, yieldEogToken: true },
    );
    const { value } = await stream.next();
    await stream.return();
    if (!value) throw new Error('The model gave no token.');
    return value.confidence;
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
