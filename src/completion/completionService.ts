import { AbortError, isAbortError } from '../base/abort';
import type { Clock } from '../base/clock';
import { delay } from '../base/delay';
import { Emitter } from '../base/emitter';
import { HearthError, messageOf } from '../base/errors';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { CompletionEngine, EngineAnswer, EngineCost } from '../engine/port';
import { snapToCharacter } from '../prompt/window';
import { AcceptedDocument } from './acceptedDocument';
import { Ahead } from './ahead';
import { AskingPolicy } from './askingPolicy';
import { CompletionCache, type CompletionCacheOptions } from './completionCache';
import type { DocumentView, Position } from './document';
import type { EvictionReason } from './evictions';
import { Guards } from './guards';
import { type EngineRun, InFlight, type RunEnd } from './inFlight';
import type { CacheUtilisation } from './metrics';
import { MetricsRecorder } from './metricsRecorder';
import { type CompletionOutcome, type NoAnswerOutcome, none, type Origin, warmTokenLimit } from './outcome';
import { type Part, waitForPart } from './part';
import { type Place, readPlace } from './place';
import { present, type Spoken } from './presentation';
import type { CompletionRequest } from './request';
import type { EndedRequest } from './requestLog';
import type { CompletionPipeline, FinishedPart } from './service';
import type { CompletionSettings } from './settings';
import { readPrompt, type Task, taskAhead, taskAt, TaskRunner } from './task';

export interface CompletionServiceOptions {
  /** Stays with the caller, who disposes it. */
  readonly engine: CompletionEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read at each request. */
  readonly settings: () => CompletionSettings;
  /** Read once; see `CompletionCacheOptions` for units and defaults. */
  readonly cacheLimits?: Omit<CompletionCacheOptions, 'clock' | 'onEvicted'>;
  /** Makes the completion cache, which the service disposes; for who wants to look at what is asked of it. */
  readonly makeCache?: (options: CompletionCacheOptions) => CompletionCache;
}

const mostFailuresRemembered = 100;

/** One request on its way through the pipeline. */
interface Call {
  readonly request: CompletionRequest;
  /** The request's position, moved out of a surrogate pair. */
  readonly position: Position;
  readonly settings: CompletionSettings;
  readonly signal: AbortSignal;
  readonly place: Place;
  /** The document's version that `place` was read from. */
  readonly version: number;
  /** When the provider was called, in ms of the clock. */
  readonly arrival: number;
}

/** The completion pipeline; see `docs/architecture.md`, "One keystroke, end to end". One method a step. */
export class CompletionService implements CompletionPipeline, Disposable {
  readonly #engine: CompletionEngine;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #settings: () => CompletionSettings;
  readonly #disposables = new DisposableStore();
  readonly #cache: CompletionCache;
  readonly #tasks: TaskRunner;
  readonly #inFlight: InFlight;
  readonly #ahead: Ahead;
  readonly #guards: Guards;
  readonly #policy: AskingPolicy;
  readonly #loggedFailures = new Set<string>();
  readonly #partFinished = this.#disposables.add(new Emitter<FinishedPart>());
  readonly metrics: MetricsRecorder;
  readonly onDidFinishPart = this.#partFinished.event;

  constructor(options: CompletionServiceOptions) {
    const { engine, clock, logger, settings, cacheLimits } = options;
    const { makeCache = (limits: CompletionCacheOptions) => new CompletionCache(limits) } = options;
    this.#engine = engine;
    this.#clock = clock;
    this.#logger = logger;
    this.#settings = settings;
    this.#guards = new Guards((message) => logger.warn(message));
    this.#policy = new AskingPolicy(clock);
    this.metrics = this.#disposables.add(new MetricsRecorder());
    const onEvicted = (reason: EvictionReason): void => this.metrics.evicted(reason);
    this.#cache = this.#disposables.add(makeCache({ clock, onEvicted, ...cacheLimits }));
    this.#tasks = new TaskRunner(engine, this.#cache, settings);
    this.#inFlight = this.#disposables.add(new InFlight(clock));
    this.#ahead = this.#disposables.add(new Ahead(clock, logger));
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome> {
    const arrival = this.#clock.now();
    let outcome: CompletionOutcome;
    try {
      outcome = await this.#answer(request, signal, arrival);
    } catch (error) {
      outcome = this.#failure(error);
    }
    this.#record(outcome, { request, ms: this.#clock.now() - arrival });
    return outcome;
  }

  visit(document: DocumentView, position: Position): void {
    if (this.#disposables.isDisposed || this.#guards.refusalIn(document, this.#settings()) !== undefined)
      return;
    const line = Math.min(position.line, document.lineCount - 1);
    const character = snapToCharacter(document.lineAt(line), position.character);
    this.#engine.visit(readPrompt(document, { line, character }, this.#settings().reach));
  }

  renameDocument(from: string, to: string): void {
    this.#cancel(from);
    this.#cache.renameDocument(from, to);
  }

  closeDocument(uri: string): void {
    this.#cancel(uri);
    this.#engine.close(uri);
  }

  forgetDocument(uri: string): void {
    this.#cancel(uri);
    this.#cache.forgetDocument(uri);
  }

  cacheUtilisation(): CacheUtilisation {
    return this.#cache.utilisation();
  }

  async clear(): Promise<void> {
    this.#cancel();
    this.#cache.clear();
    this.#policy.clear();
    await this.#engine.clear();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Calls off what the engine computes, only where it is for `document` if one is named. */
  #cancel(document?: string): void {
    this.#inFlight.cancel(document);
    this.#ahead.cancel(document);
  }

  /** Not async, so that an answer that needs no engine is made before anything waits. */
  #answer(
    request: CompletionRequest,
    signal: AbortSignal,
    arrival: number,
  ): CompletionOutcome | Promise<CompletionOutcome> {
    if (this.#disposables.isDisposed) return none('aborted', { detail: 'The completion service is closed.' });
    const { document } = request;
    const settings = this.#settings();
    const line = document.lineAt(request.position.line);
    const position = {
      line: request.position.line,
      character: snapToCharacter(line, request.position.character),
    };
    const refused = this.#guards.refusalOf(request, line, position.character, settings);
    if (refused !== undefined) return refused;
    const place = readPlace(document, position, settings.generation);
    const call: Call = { request, position, settings, signal, place, version: document.version, arrival };
    this.#policy.asked(request, position);
    this.#ahead.keepFor(place);
    return this.#fromCache(call) ?? this.#fromEngine(call);
  }

  /** Step 2: an answer that is known already, or the knowledge that there is none. */
  #fromCache(call: Call): CompletionOutcome | undefined {
    const match = this.#cache.find(call.place);
    if (match === undefined) return undefined;
    const { text, typed, confidence, alternatives } = match;
    if (call.request.alternatives !== undefined && alternatives === undefined) return undefined;
    const origin = typed === '' ? 'cache' : 'typed-through';
    return this.#show(call, { text, origin, typed, confidence, alternatives });
  }

  async #fromEngine(call: Call): Promise<CompletionOutcome> {
    // What runs gives one answer.
    if (call.request.alternatives !== undefined) return this.#fromNewRun(call);
    return (await this.#fromInFlight(call)) ?? this.#heldBack(call) ?? (await this.#fromNewRun(call));
  }

  /** Step 3: an answer that is being computed. Undefined where none fits, or where it turned out not to. */
  async #fromInFlight(call: Call): Promise<CompletionOutcome | undefined> {
    // What is computed ahead comes after everything else: too late for somebody who asks.
    const ahead = call.request.trigger === 'automatic' ? this.#ahead.fitting(call.place) : undefined;
    const fitting = this.#inFlight.fitting(call.place) ?? ahead;
    if (fitting === undefined) return undefined;
    const { run, typed } = fitting;
    const end = await this.#partOrEnd(call, run, 'joined', typed);
    if (end.kind === 'diverged') return undefined;
    // What is computed ahead is called off without regard to who joined it.
    if (end.kind === 'failed' && isAbortError(end.error)) return undefined;
    if (end.kind === 'shown') return end.outcome;
    if (end.kind !== 'answer') return this.#unanswered(end);
    const { text, confidence } = end.answer;
    const rest = text.startsWith(typed) ? text.slice(typed.length) : '';
    if (typed !== '' && rest.trim() === '') return undefined;
    return this.#settle(call, {
      text: rest,
      origin: 'joined',
      typed,
      confidence,
      ...costOf(run, end.answer),
    });
  }

  /** Step 4: where the engine is not worth asking. What comes on the next line may still be computed ahead. */
  #heldBack(call: Call): NoAnswerOutcome | undefined {
    const { request, position, settings, signal } = call;
    if (signal.aborted || this.#isStale(call)) return undefined;
    const held = this.#policy.heldBack(request, position);
    if (held?.isLineComplete === true) this.#begin(taskAhead(request.document, position, settings));
    return held?.outcome;
  }

  /** Steps 4 to 7 for an answer of one's own. */
  async #fromNewRun(call: Call): Promise<CompletionOutcome> {
    if (call.signal.aborted) return none('aborted');
    if (this.#isStale(call)) return none('superseded', { detail: 'The document changed.' });
    let startedAt = call.arrival;
    const { request, position, place, settings } = call;
    const { document, alternatives } = request;
    const isWarm = this.#engine.isWarm(document.uri);
    const waitMs = this.#policy.waitMs(request, isWarm, this.#inFlight.isBusy);
    const run = this.#inFlight.start(call.place, async (progress) => {
      await delay(this.#clock, waitMs, progress.signal);
      if (this.#isStale(call)) throw new StaleDocument();
      startedAt = this.#clock.now();
      return this.#tasks.run(taskAt(document, position, place, settings, alternatives), progress);
    });
    const isPatient = request.trigger === 'explicit';
    const end = await (isPatient
      ? run.wait('', call.signal)
      : this.#partOrEnd(call, run, isWarm ? 'warm' : 'cold', ''));
    if (end.kind === 'shown') return end.outcome;
    if (end.kind !== 'answer') return this.#unanswered(end);
    const { cost, text, confidence } = end.answer;
    const origin = cost.evaluatedTokens > warmTokenLimit ? 'cold' : 'warm';
    if (origin === 'warm') this.#policy.warmFirstToken(cost.firstTokenMs);
    return this.#settle(call, {
      text,
      origin,
      typed: '',
      confidence,
      alternatives: end.answer.alternatives,
      firstTokenMs: startedAt - call.arrival + cost.firstTokenMs,
      ...costOf(run, end.answer),
    });
  }

  /** Computes ahead, unless the answer is known. */
  #begin(task: Task): void {
    if (!this.#cache.has(task.place)) {
      const { document } = task;
      const { version } = document;
      this.#ahead.begin(task.place, (progress) => {
        if (document.version !== version) throw new AbortError();
        return this.#tasks.run(task, progress);
      });
    }
  }

  /** Waits for an answer, or until a part of a late one is worth showing. */
  async #partOrEnd(
    call: Call,
    run: EngineRun,
    origin: Origin,
    typed: string,
  ): Promise<RunEnd | { readonly kind: 'shown'; readonly outcome: CompletionOutcome }> {
    const end = await waitForPart(run, typed, call.signal, this.#clock);
    if (end.kind !== 'part') return end;
    const outcome = this.#showPart(call, end, run, origin, typed);
    // The model may be surer of the whole than of its beginning.
    return outcome === undefined ? end.end : { kind: 'shown', outcome };
  }

  /**
   * What there is of an answer that is late; undefined where it does not pass the gate and the filters. Nobody may be
   * there any more when its cost is known.
   */
  #showPart(
    call: Call,
    part: Part,
    run: EngineRun,
    origin: Origin,
    typed: string,
  ): CompletionOutcome | undefined {
    const spoken: Spoken = { text: part.text, origin, typed, confidence: run.confidence, isPart: true };
    const isOwn = origin !== 'joined' && run.firstTextAt !== undefined;
    const firstTokenMs = isOwn ? { firstTokenMs: run.firstTextAt - call.arrival } : {};
    const outcome = this.#settle(call, { ...spoken, ...firstTokenMs });
    if (outcome.kind === 'none' && outcome.reason === 'filtered') return undefined;
    void part.end.then((end) => {
      if (end.kind !== 'answer') return;
      const cost = run.takeCost(end.answer);
      if (cost !== undefined) this.metrics.lateCost(cost, outcome);
      this.#partFinished.fire({ uri: call.place.document, version: call.version });
    });
    return outcome;
  }

  /** Step 7, after a wait: the document may have moved on, or the settings. */
  #settle(call: Call, spoken: Spoken): CompletionOutcome {
    const cost = spoken.cost === undefined ? {} : { cost: spoken.cost };
    if (this.#isStale(call)) return none('superseded', { detail: 'The document changed.', ...cost });
    if (this.#settings().generation !== call.place.generation) {
      return none('superseded', { detail: 'The model or its settings changed.', ...cost });
    }
    return this.#show(call, spoken);
  }

  /** Step 7. What follows a text that is shown is computed ahead, so that it is there when the text is accepted. */
  #show({ request, position, settings, arrival }: Call, spoken: Spoken): CompletionOutcome {
    const presented = present(request, position, spoken);
    if (presented.kind === 'none') return presented;
    const timeToTextMs = this.#clock.now() - arrival;
    const { document } = request;
    this.#policy.shown(document.lineAt(position.line).slice(0, position.character), presented.text);
    if (presented.isPart !== true) {
      const accepted = new AcceptedDocument(document, position, presented);
      this.#begin(taskAhead(accepted, accepted.cursor, settings));
    }
    return { ...presented, timeToTextMs };
  }

  #record(outcome: CompletionOutcome, ended: EndedRequest): void {
    try {
      this.metrics.record(outcome, ended);
    } catch (error) {
      // A listener's fault must not cost the user the answer.
      this.#logOnce(messageOf(error), error);
    }
  }

  #unanswered(end: Exclude<RunEnd, { kind: 'answer' }>): NoAnswerOutcome {
    if (end.kind === 'failed') return this.#failure(end.error);
    return none(end.kind === 'aborted' ? 'aborted' : 'superseded');
  }

  #failure(error: unknown): NoAnswerOutcome {
    if (error instanceof StaleDocument) return none('superseded', { detail: error.message });
    if (isAbortError(error)) return none('aborted');
    const { reason, message } = HearthError.from(error);
    this.#logOnce(message, error);
    return none('failed', { failure: reason, detail: message });
  }

  /** A failing engine fails at every key; the log says it once. */
  #logOnce(message: string, error: unknown): void {
    if (this.#loggedFailures.has(message)) return;
    if (this.#loggedFailures.size >= mostFailuresRemembered) this.#loggedFailures.clear();
    this.#loggedFailures.add(message);
    this.#logger.error(`A completion failed: ${message}`, error);
  }

  /** The editor's documents are live: the text may have changed since the request read its place. */
  #isStale({ request, version }: Call): boolean {
    return request.document.version !== version;
  }
}

/** Ends a run whose document changed before the engine read it. */
class StaleDocument extends Error {
  constructor() {
    super('The document changed.');
  }
}

function costOf(run: EngineRun, answer: EngineAnswer): { readonly cost?: EngineCost } {
  const cost = run.takeCost(answer);
  return cost === undefined ? {} : { cost };
}
