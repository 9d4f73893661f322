import type { Clock } from '../../base/clock';
import { HearthError } from '../../base/errors';
import { type Disposable, MutableDisposable } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import { AbortError, raceAbort, throwIfAborted } from '../../base/abort';
import { idleness } from '../idleness';
import type {
  EngineAnswer,
  EngineRequest,
  ModelInfo,
  OwnStats,
  PromptText,
  SpokenAnswer,
  TextListener,
} from '../port';
import { defaultPlacementLimits, reaching } from '../../prompt/placement';
import { reachOf } from '../../prompt/reach';
import type { EngineConfig, LoadParams } from '../protocol';
import { type BackgroundAllowance, UnlimitedAllowance } from './background/allowance';
import { backgroundAllowance } from './background/backgroundAllowance';
import { decodeAlternatives } from './alternatives';
import { CpuMeter } from './cpuMeter';
import { type Backend, LlamaBackend } from './backend';
import type { AnswerDecoder, DecodeInput, Decoded } from './decoder';
import { KvSession } from './kvSession';
import type { LoadedModel } from './loadedModel';
import { Places, type SavedPlace, type Seat, type Slot } from './places';
import { PromptLayout } from './promptLayout';
import { type BackgroundWork, Scheduler } from './scheduler';
import { SnapshotKeeper } from './snapshotKeeper';
import { modelHash } from './snapshots/modelHash';
import { FixedSliceSize, MeasuredSliceSize, type SliceSize } from './sliceSize';

/** Tokens kept free behind a prompt for its answer. */
const answerTokens = 256;

/** How long nothing must have been asked before places are saved, in ms: writing one holds up a key for its time. */
const saveIdleMs = 15_000;

/** How long the end of a load waits for the snapshots' folder, in ms. */
const openWaitMs = 300;

/** How long a place that was saved in idle time is left alone, in ms: a state has tens of megabytes. */
const saveAgainMs = 300_000;

/** At how many first tokens of an answer another one may part from it. */
const watchedTokens = 8;

/** What is missing where the cursor is, and then its next placement; more than that would be a fault. */
const mostSeatsPrepared = 4;

/** What belongs to one loaded model. */
interface Loaded {
  readonly config: EngineConfig;
  readonly model: LoadedModel;
  readonly places: Places;
  readonly decoder: AnswerDecoder;
  readonly sliceSize: SliceSize;
  /** Undefined until its folder is open, and where there are to be no snapshots. */
  keeper: SnapshotKeeper | undefined;
}

/** Computes completions with one model. All KV state is in here; nothing outside knows of tokens. */
export class Engine {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onWarmed: (document: string) => void;
  readonly #backend: Backend;
  readonly #scheduler: Scheduler;
  readonly #savedAt = new WeakMap<Slot, number>();
  readonly #saveTimer = new MutableDisposable<Disposable>();
  readonly #cpu: CpuMeter;
  #loaded: Loaded | undefined;
  #allowance: BackgroundAllowance = new UnlimitedAllowance();
  /** Calls off what is computed ahead. */
  #ahead = new AbortController();
  /** Saves run one after another, beside the scheduler's work but for the writing itself. */
  #saving: Promise<void> = Promise.resolve();
  #lastText: PromptText | undefined;
  #disposal: Promise<void> | undefined;
  #backgroundTokens = 0;
  /** Foreground tokens evaluated since the last answer. */
  #unreportedTokens = 0;

  /** `onWarmed` is told the document of a place when all that was worth preparing of it is there. */
  constructor(
    clock: Clock,
    logger: Logger,
    onWarmed: (document: string) => void,
    backend: Backend = new LlamaBackend(),
  ) {
    this.#clock = clock;
    this.#logger = logger;
    this.#onWarmed = onWarmed;
    this.#backend = backend;
    this.#cpu = new CpuMeter(clock);
    const onWork = (): void => this.#cpu.note();
    this.#scheduler = new Scheduler(clock, () => this.#allowance, onWork);
  }

  stats(): OwnStats {
    return {
      rssBytes: process.memoryUsage.rss(),
      backgroundTokens: this.#backgroundTokens,
      cpuSeconds: this.#cpu.seconds,
      cpuSecondsAMinute: this.#cpu.secondsInLastMinute(),
      sequences: this.#loaded?.places.stats() ?? [],
    };
  }

  /** Loads a model. An engine loads once; another model is for another engine. */
  async load(config: LoadParams): Promise<ModelInfo> {
    return this.#scheduler.exclusive(async () => {
      if (this.#loaded) throw new HearthError('unexpected', 'This engine has loaded a model already.');
      const hash = startHash(config);
      const model = await this.#backend.load(config, this.#logger);
      const { info, context, vocabulary, fim } = model;
      const sessions = Array.from(
        { length: info.sequences },
        () => new KvSession(context.getSequence({ contextShift: { strategy: refuseShift } })),
      );
      const layout = new PromptLayout(model.model, vocabulary, fim, info.layout);
      const saved = (document: string): readonly SavedPlace[] => this.#loaded?.keeper?.known(document) ?? [];
      const limits = reaching(defaultPlacementLimits, config.reach ?? reachOf(info.contextTokens));
      const loaded: Loaded = {
        config,
        model,
        places: new Places(sessions, layout, info.contextTokens - 1 - answerTokens, saved, limits),
        decoder: this.#backend.decoder(model, this.#clock),
        sliceSize: config.pacing === 'live' ? new MeasuredSliceSize(this.#clock) : new FixedSliceSize(),
        keeper: undefined,
      };
      this.#loaded = loaded;
      this.#allowance = backgroundAllowance(config, this.#clock);
      await this.#openSnapshots(loaded, hash);
      return info;
    });
  }

  /** Computes one completion; see `CompletionEngine.complete`. */
  async complete(request: EngineRequest, signal: AbortSignal, onText: TextListener): Promise<EngineAnswer> {
    const arrivedAt = this.#clock.now();
    const loaded = this.#requireLoaded();
    this.#ahead.abort();
    if (request.priority === 'ahead') return this.#completeAhead(loaded, request, arrivedAt, signal, onText);
    return this.#scheduler.foreground(async () => {
      const startedAt = this.#clock.now();
      this.#lastText = request.prompt;
      try {
        const count = (tokens: number): void => void (this.#unreportedTokens += tokens);
        const answer = await this.#answer(loaded, request, { arrivedAt, startedAt }, count, signal, onText);
        const abandonedTokens = this.#unreportedTokens - answer.cost.evaluatedTokens;
        this.#unreportedTokens = 0;
        return { ...answer, cost: { ...answer.cost, abandonedTokens } };
      } finally {
        this.#prepareAfter(idleness.idleMs, loaded);
      }
    }, signal);
  }

  /** Waits for what is asked and for a background slice, as everything does, and ends when anything else is asked. */
  async #completeAhead(
    loaded: Loaded,
    request: EngineRequest,
    arrivedAt: number,
    ownSignal: AbortSignal,
    onText: TextListener,
  ): Promise<EngineAnswer> {
    this.#ahead = new AbortController();
    const signal = AbortSignal.any([ownSignal, this.#ahead.signal]);
    // Before anything is queued: nobody would hear of its failure.
    throwIfAborted(signal);
    const turn = this.#scheduler.exclusive(() => {
      throwIfAborted(signal);
      if (this.#allowance.waitMs() > 0) throw new AbortError('The budget of background work is used up.');
      const count = (tokens: number): void => {
        this.#backgroundTokens += tokens;
        if (this.#allowance.waitMs() > 0) this.#ahead.abort();
      };
      const times = { arrivedAt, startedAt: this.#clock.now() };
      const work = () => this.#answer(loaded, request, times, count, signal, onText);
      return this.#allowance.measured(work);
    });
    return raceAbort(turn, signal);
  }

  /** Remembers where the cursor rests; the place is prepared now, unless something is asked. */
  visit(text: PromptText): void {
    this.#lastText = text;
    if (this.#loaded) this.#prepareAfter(0, this.#loaded);
  }

  /** A document was closed: its places may be given up, so they are saved now. */
  close(document: string): void {
    this.#save((slot) => slot.placement?.document === document);
  }

  /** Does at most `maxTokens` tokens of background work now; returns how many it did. */
  async runBackground(maxTokens: number): Promise<number> {
    const loaded = this.#requireLoaded();
    const work = this.#preparation(loaded);
    return this.#scheduler.runBackground(work, maxTokens, () => loaded.sliceSize.tokens);
  }

  async clear(): Promise<void> {
    this.#ahead.abort();
    this.#lastText = undefined;
    this.#saveTimer.clear();
    await this.#scheduler.exclusive(async () => this.#loaded?.places.clear());
    await this.#saving;
    await this.#loaded?.keeper?.clear();
  }

  /** Ends all work. What is worth it is saved first. */
  dispose(): Promise<void> {
    return (this.#disposal ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#ahead.abort();
    this.#scheduler.dispose();
    this.#saveTimer.dispose();
    this.#save(() => true);
    await this.#saving;
    await this.#loaded?.keeper?.settled();
    await this.#scheduler.exclusive(async () => this.#loaded?.model.dispose());
    this.#loaded = undefined;
  }

  async #answer(
    { config, places, decoder, sliceSize, keeper }: Loaded,
    request: EngineRequest,
    { arrivedAt, startedAt }: { arrivedAt: number; startedAt: number },
    count: (evaluatedTokens: number) => void,
    signal: AbortSignal,
    onText: TextListener,
  ): Promise<EngineAnswer> {
    const { prompt: text, limits, alternatives = 0 } = request;
    await keeper?.look(text.document);
    const assignment = places.assign(text, this.#timeThatCounts(config.pacing));
    const { slot, prompt, placement, cold, staleAnswers } = assignment;
    const kept = await places.occupy(assignment);
    const rest = await this.#prefill(assignment, kept, sliceSize, count, signal);
    count(prompt.tokens.length - rest);
    const input: DecodeInput = {
      session: slot.session,
      tokens: prompt.tokens.slice(rest),
      healedBytes: prompt.healedBytes,
      limits: { ...limits, tokens: Math.min(limits.tokens, answerTokens) },
      around: text,
      watched: alternatives === 0 ? 0 : watchedTokens,
    };
    const decoded = await decoder.decode(input, signal, onText);
    places.answered(assignment);
    const others = await decodeAlternatives(
      decoder,
      { input, promptTokens: prompt.tokens.length, first: decoded, most: alternatives },
      signal,
      config.pacing === 'live' ? this.#clock : undefined,
    );
    return {
      ...spokenOf(decoded),
      ...(alternatives > 0 && { alternatives: others.map(spokenOf) }),
      cost: {
        reusedTokens: kept,
        evaluatedTokens: prompt.tokens.length - kept,
        abandonedTokens: 0,
        healedTokens: prompt.healedTokens,
        generatedTokens: [decoded, ...others].reduce((sum, each) => sum + each.generatedTokens, 0),
        queueMs: startedAt - arrivedAt,
        firstTokenMs: decoded.firstTokenAt - arrivedAt,
        totalMs: this.#clock.now() - arrivedAt,
        cold,
        staleAnswers,
        staleCharacters: placement.stale,
      },
    };
  }

  /** Evaluates all but the last slice of a prompt of which `kept` tokens are there; returns where that slice begins. */
  async #prefill(
    { slot: { session }, prompt }: Seat,
    kept: number,
    sliceSize: SliceSize,
    count: (evaluatedTokens: number) => void,
    signal: AbortSignal,
  ): Promise<number> {
    let at = kept;
    while (prompt.tokens.length - at > sliceSize.tokens) {
      throwIfAborted(signal);
      const tokens = prompt.tokens.slice(at, at + sliceSize.tokens);
      await sliceSize.timed(tokens.length, () => session.append(tokens));
      count(tokens.length);
      at += tokens.length;
    }
    throwIfAborted(signal);
    return at;
  }

  #prepareAfter(delayMs: number, loaded: Loaded): void {
    if (loaded.config.pacing !== 'live') return;
    if (loaded.keeper) this.#saveTimer.value = this.#clock.after(saveIdleMs, () => this.#saveDue());
    this.#scheduler.whenIdle(delayMs, this.#preparation(loaded), () => loaded.sliceSize.tokens);
  }

  /** Prepares what the place of the last text needs, slice by slice, until nothing is missing. */
  #preparation({ config, places, sliceSize, keeper }: Loaded): BackgroundWork {
    const text = this.#lastText;
    let seat: Seat | undefined;
    let seats = 0;
    const advance = async (maxTokens: number): Promise<number> => {
      if (!seat) return 0;
      const { session } = seat.slot;
      const { tokens: wanted } = seat.prompt;
      const at = session.mirror.length;
      // A request may have taken the sequence for itself between two slices.
      if (session.commonPrefix(wanted) !== at) return 0;
      const tokens = wanted.slice(at, Math.min(at + maxTokens, wanted.length - 1));
      if (tokens.length === 0) return 0;
      await sliceSize.timed(tokens.length, () => session.append(tokens));
      this.#backgroundTokens += tokens.length;
      return tokens.length;
    };
    return {
      slice: async (maxTokens) => {
        for (;;) {
          const done = await advance(maxTokens);
          if (done > 0 || seats >= mostSeatsPrepared) return done;
          seats++;
          if (text) await keeper?.look(text.document);
          seat = text && places.prepare(text, this.#timeThatCounts(config.pacing));
          if (!seat) {
            if (text) this.#onWarmed(text.document);
            return 0;
          }
          await places.occupy(seat);
        }
      },
    };
  }

  /**
   * Opens the folder of the snapshots. Waits for it a moment, so that the first request finds its place; a large model's
   * file that has to be hashed first is not waited for.
   */
  async #openSnapshots(loaded: Loaded, hash: Promise<string> | undefined): Promise<void> {
    const { snapshots, pacing } = loaded.config;
    if (!snapshots || !hash) return;
    const exclusively = <T>(work: () => Promise<T>): Promise<T> =>
      this.#scheduler.exclusive(() => this.#allowance.measured(work));
    const options = { snapshots, hash, model: loaded.model, exclusively, logger: this.#logger };
    this.#saving = SnapshotKeeper.open(options).then((keeper) => {
      loaded.keeper = keeper;
    });
    if (pacing === 'deterministic') return this.#saving;
    const moment = new Promise<void>((resolve) => void this.#clock.after(openWaitMs, resolve));
    return Promise.race([this.#saving, moment]);
  }

  /** After a while without requests: what was not saved lately. A place that is worked at is saved now and then only. */
  #saveDue(): void {
    const waitMs = this.#allowance.waitMs();
    if (waitMs > 0) {
      if (waitMs < Infinity) this.#saveTimer.value = this.#clock.after(waitMs, () => this.#saveDue());
      return;
    }
    const now = this.#clock.now();
    this.#save((slot) => {
      const isDue = now - (this.#savedAt.get(slot) ?? -Infinity) >= saveAgainMs;
      if (isDue) this.#savedAt.set(slot, now);
      return isDue;
    });
  }

  /** Saves the places that `isWanted` chooses, those used last first. */
  #save(isWanted: (slot: Slot) => boolean): void {
    this.#saving = this.#saving.then(async () => {
      const loaded = this.#loaded;
      if (!loaded?.keeper) return;
      for (const slot of loaded.places.slots.filter(isWanted).toSorted((a, b) => b.lastUse - a.lastUse)) {
        await loaded.keeper.save(slot, loaded.sliceSize.msPerToken);
      }
    });
  }

  /** The clock's, in ms; undefined in a deterministic replay, whose results may not depend on it. */
  #timeThatCounts(pacing: EngineConfig['pacing']): number | undefined {
    return pacing === 'live' ? this.#clock.now() : undefined;
  }

  #requireLoaded(): Loaded {
    if (!this.#loaded) throw new HearthError('unexpected', 'A model must be loaded before it can complete.');
    return this.#loaded;
  }
}

/** Hashes the model's file beside loading it; what goes wrong is told where the hash is used. */
function startHash({ modelPath, snapshots }: EngineConfig): Promise<string> | undefined {
  const hash = snapshots && modelHash(snapshots.folder, modelPath);
  hash?.catch(() => undefined);
  return hash;
}

/** What of a decoded answer leaves the engine. */
function spokenOf({ text, stop, confidence }: Decoded): SpokenAnswer {
  return { text, stop, ...(confidence && { confidence }) };
}

/** A shift would break the mirror silently. Prompts are cut to fit, so one is a fault of ours. */
function refuseShift(): never {
  throw new HearthError('prompt-too-long', 'A sequence is full, and its context is never shifted.');
}
