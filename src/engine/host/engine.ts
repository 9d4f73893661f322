import type { Clock } from '../../base/clock';
import { HearthError } from '../../base/errors';
import type { Logger } from '../../base/logger';
import { throwIfAborted } from '../../base/abort';
import type { EngineAnswer, EngineRequest, ModelInfo, PromptText } from '../port';
import type { EngineConfig } from '../protocol';
import { Decoder } from './decoder';
import { HealingBias } from './healing';
import { KvSession } from './kvSession';
import { batchTokens, type LoadedModel, loadModel, sequenceCount } from './loadedModel';
import { type Assignment, Places } from './places';
import { PromptLayout } from './promptLayout';
import { type BackgroundWork, Scheduler } from './scheduler';
import { FixedSliceSize, MeasuredSliceSize, type SliceSize } from './sliceSize';
import { stopContext } from './stopRules';

/** How long nothing must have been asked before the engine prepares the next place, in ms. */
export const idleMs = 500;

/** Tokens kept free behind a prompt for its answer. */
const answerTokens = 256;

/** What belongs to one loaded model. */
interface Loaded {
  readonly config: EngineConfig;
  readonly model: LoadedModel;
  readonly places: Places;
  readonly decoder: Decoder;
  readonly sliceSize: SliceSize;
}

/** Computes completions with one model. All KV state is in here; nothing outside knows of tokens. */
export class Engine {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #scheduler: Scheduler;
  #loaded: Loaded | undefined;
  #lastText: PromptText | undefined;
  #backgroundTokens = 0;
  /** Foreground tokens evaluated since the last answer. */
  #unreportedTokens = 0;

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger;
    this.#scheduler = new Scheduler(clock, idleMs);
  }

  get backgroundTokens(): number {
    return this.#backgroundTokens;
  }

  /** Loads a model. An engine loads once; another model is for another engine. */
  async load(config: EngineConfig): Promise<ModelInfo> {
    return this.#scheduler.exclusive(async () => {
      if (this.#loaded) throw new HearthError('unexpected', 'This engine has loaded a model already.');
      const model = await loadModel(config, this.#logger);
      const { info, context, vocabulary, fim } = model;
      const sessions = Array.from(
        { length: sequenceCount },
        () => new KvSession(context.getSequence({ contextShift: { strategy: refuseShift } })),
      );
      const layout = new PromptLayout(model.model, vocabulary, fim, info.layout);
      this.#loaded = {
        config,
        model,
        places: new Places(sessions, layout, info.contextTokens - 1 - answerTokens),
        decoder: new Decoder(vocabulary, new HealingBias(model.model, vocabulary), this.#clock),
        sliceSize:
          config.pacing === 'live' ? new MeasuredSliceSize(this.#clock, batchTokens) : new FixedSliceSize(),
      };
      return info;
    });
  }

  /** Computes one completion; see `CompletionEngine.complete`. */
  async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<EngineAnswer> {
    const arrivedAt = this.#clock.now();
    const loaded = this.#requireLoaded();
    return this.#scheduler.foreground(async () => {
      const startedAt = this.#clock.now();
      this.#lastText = request.prompt;
      try {
        return await this.#answer(loaded, request, { arrivedAt, startedAt }, signal, onText);
      } finally {
        if (loaded.config.pacing === 'live') {
          this.#scheduler.whenIdle(this.#preparation(loaded), () => loaded.sliceSize.tokens);
        }
      }
    }, signal);
  }

  /** Does at most `maxTokens` tokens of background work now; returns how many it did. */
  async runBackground(maxTokens: number): Promise<number> {
    const loaded = this.#requireLoaded();
    const work = this.#preparation(loaded);
    return this.#scheduler.runBackground(work, maxTokens, () => loaded.sliceSize.tokens);
  }

  async clear(): Promise<void> {
    await this.#scheduler.exclusive(async () => this.#loaded?.places.clear());
    this.#lastText = undefined;
  }

  async dispose(): Promise<void> {
    this.#scheduler.dispose();
    await this.#scheduler.exclusive(async () => this.#loaded?.model.dispose());
    this.#loaded = undefined;
  }

  async #answer(
    { places, decoder, sliceSize }: Loaded,
    request: EngineRequest,
    { arrivedAt, startedAt }: { arrivedAt: number; startedAt: number },
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<EngineAnswer> {
    const { prompt: text, limits } = request;
    const assignment = places.assign(text);
    const { session, prompt, plan, cold } = assignment;
    const rest = await this.#prefill(assignment, sliceSize, signal);
    this.#unreportedTokens += prompt.tokens.length - rest;
    const decoded = await decoder.decode(
      {
        session,
        tokens: prompt.tokens.slice(rest),
        healedBytes: prompt.healedBytes,
        limits: { ...limits, tokens: Math.min(limits.tokens, answerTokens) },
        stop: stopContext(text.before, text.after, limits.lines),
      },
      signal,
      onText,
    );
    const abandonedTokens = this.#unreportedTokens - plan.append;
    this.#unreportedTokens = 0;
    assignment.answered();
    return {
      text: decoded.text,
      stop: decoded.stop,
      cost: {
        reusedTokens: plan.keep,
        evaluatedTokens: plan.append,
        abandonedTokens,
        generatedTokens: decoded.generatedTokens,
        queueMs: startedAt - arrivedAt,
        firstTokenMs: decoded.firstTokenAt - arrivedAt,
        totalMs: this.#clock.now() - arrivedAt,
        cold,
      },
    };
  }

  /** Evaluates all but the last slice of a prompt; returns where that slice begins. */
  async #prefill(
    { session, prompt, plan }: Assignment,
    sliceSize: SliceSize,
    signal: AbortSignal,
  ): Promise<number> {
    await session.truncate(plan.keep);
    let at = plan.keep;
    while (prompt.tokens.length - at > sliceSize.tokens) {
      throwIfAborted(signal);
      const tokens = prompt.tokens.slice(at, at + sliceSize.tokens);
      await sliceSize.timed(tokens.length, () => session.append(tokens));
      this.#unreportedTokens += tokens.length;
      at += tokens.length;
    }
    throwIfAborted(signal);
    return at;
  }

  /** Prepares the next place for the last request's text, slice by slice. */
  #preparation({ places, sliceSize }: Loaded): BackgroundWork {
    const text = this.#lastText;
    let target: ReturnType<Places['prepare']>;
    let started = false;
    return {
      slice: async (maxTokens) => {
        if (!started) {
          started = true;
          target = text && places.prepare(text);
          if (target) await target.session.truncate(target.plan.keep);
        }
        if (!target) return 0;
        const { session, prompt } = target;
        const at = session.mirror.length;
        // A request may have taken the sequence for itself between two slices.
        if (session.commonPrefix(prompt.tokens) !== at) return 0;
        const tokens = prompt.tokens.slice(at, Math.min(at + maxTokens, prompt.tokens.length - 1));
        if (tokens.length === 0) return 0;
        await sliceSize.timed(tokens.length, () => session.append(tokens));
        this.#backgroundTokens += tokens.length;
        return tokens.length;
      },
    };
  }

  #requireLoaded(): Loaded {
    if (!this.#loaded) throw new HearthError('unexpected', 'A model must be loaded before it can complete.');
    return this.#loaded;
  }
}

/** A shift would break the mirror silently. Prompts are cut to fit, so one is a fault of ours. */
function refuseShift(): never {
  throw new HearthError('prompt-too-long', 'A sequence is full, and its context is never shifted.');
}
