import { isAbortError } from '../base/abort';
import type { Clock } from '../base/clock';
import { HearthError, messageOf } from '../base/errors';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { CompletionEngine, DecodeLimits, EngineAnswer, EngineCost, PromptText } from '../engine/port';
import { readWindow, snapToCharacter } from '../prompt/window';
import { linesAllowed } from './blockRule';
import { CompletionCache, type CompletionCacheOptions } from './completionCache';
import { delay } from './delay';
import type { DocumentView, Position } from './document';
import { Exclusions, pathOfUri } from './exclusions';
import { readFilterContext } from './filterContext';
import { applyFilters } from './filters';
import { type EngineRun, InFlight, type RunEnd, type RunProgress } from './inFlight';
import type { CacheUtilisation } from './metrics';
import { MetricsRecorder } from './metricsRecorder';
import {
  type CompletionOutcome,
  type NoAnswerOutcome,
  type NoAnswerReason,
  type Origin,
  warmTokenLimit,
} from './outcome';
import { type Place, readPlace } from './place';
import type { CompletionRequest } from './request';
import type { CompletionPipeline } from './service';
import { type CompletionSettings, isLanguageEnabled } from './settings';

export interface CompletionServiceOptions {
  /** Stays with the caller, who disposes it. */
  readonly engine: CompletionEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read at each request. */
  readonly settings: () => CompletionSettings;
  /** Read once; see `CompletionCacheOptions` for units and defaults. */
  readonly cacheLimits?: Omit<CompletionCacheOptions, 'clock'>;
}

/** How long to wait for the next key before an engine request that would not be answered from a warm KV cache, in ms. */
export const coldDebounceMs = 60;

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

/** What is known of an answer besides its text. */
interface Source {
  readonly origin: Origin;
  readonly typed: string;
  readonly firstTokenMs?: number;
  readonly cost?: EngineCost;
}

/** The completion pipeline; see `docs/architecture.md`, "One keystroke, end to end". One method a step. */
export class CompletionService implements CompletionPipeline, Disposable {
  readonly #engine: CompletionEngine;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #settings: () => CompletionSettings;
  readonly #disposables = new DisposableStore();
  readonly #cache: CompletionCache;
  readonly #inFlight: InFlight;
  readonly #exclusions: Exclusions;
  readonly #loggedFailures = new Set<string>();
  readonly metrics: MetricsRecorder;

  constructor({ engine, clock, logger, settings, cacheLimits }: CompletionServiceOptions) {
    this.#engine = engine;
    this.#clock = clock;
    this.#logger = logger;
    this.#settings = settings;
    this.#exclusions = new Exclusions((message) => logger.warn(message));
    this.metrics = this.#disposables.add(new MetricsRecorder());
    this.#cache = this.#disposables.add(new CompletionCache({ clock, ...cacheLimits }));
    this.#inFlight = this.#disposables.add(new InFlight(clock));
  }

  async complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome> {
    const arrival = this.#clock.now();
    let outcome: CompletionOutcome;
    try {
      outcome = await this.#answer(request, signal, arrival);
    } catch (error) {
      outcome = this.#failure(error);
    }
    this.#record(outcome);
    return outcome;
  }

  visit(document: DocumentView, position: Position): void {
    if (this.#disposables.isDisposed || this.#refusal(document, this.#settings()) !== undefined) return;
    const line = Math.min(position.line, document.lineCount - 1);
    const character = snapToCharacter(document.lineAt(line), position.character);
    this.#engine.visit(readPrompt(document, { line, character }));
  }

  renameDocument(from: string, to: string): void {
    this.#inFlight.cancel(from);
    this.#cache.renameDocument(from, to);
  }

  closeDocument(uri: string): void {
    this.#inFlight.cancel(uri);
    this.#engine.close(uri);
  }

  forgetDocument(uri: string): void {
    this.#inFlight.cancel(uri);
    this.#cache.forgetDocument(uri);
  }

  cacheUtilisation(): CacheUtilisation {
    return this.#cache.utilisation();
  }

  async clear(): Promise<void> {
    this.#inFlight.cancel();
    this.#cache.clear();
    await this.#engine.clear();
  }

  dispose(): void {
    this.#disposables.dispose();
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
    const refused = this.#guard(request, line, position.character, settings);
    if (refused !== undefined) return refused;
    const place = readPlace(document, position, settings.generation);
    const call: Call = { request, position, settings, signal, place, version: document.version, arrival };
    return this.#fromCache(call) ?? this.#fromEngine(call);
  }

  /** Step 1: what is never answered. */
  #guard(
    { document, trigger }: CompletionRequest,
    line: string,
    character: number,
    settings: CompletionSettings,
  ): NoAnswerOutcome | undefined {
    const refusal = this.#refusal(document, settings);
    if (refusal !== undefined) return refusal;
    if (trigger === 'automatic' && isInsideWord(line, character)) {
      return none('empty', { detail: 'The cursor is inside a word.' });
    }
    return undefined;
  }

  /** Why nothing is completed in a document, wherever the cursor stands; its text is then not read. */
  #refusal(document: DocumentView, settings: CompletionSettings): NoAnswerOutcome | undefined {
    if (!settings.enabled) return none('disabled', { detail: 'Completion is off.' });
    if (!isLanguageEnabled(settings.languages, document.languageId)) {
      return none('disabled', { detail: `Completion is off for the language "${document.languageId}".` });
    }
    const paths = [document.path, pathOfUri(document.uri)];
    if (paths.some((path) => this.#exclusions.isExcluded(path, settings.excludedFiles))) {
      return none('excluded', { detail: 'The file may hold secrets or is excluded by the settings.' });
    }
    return undefined;
  }

  /** Step 2: an answer that is known already, or the knowledge that there is none. */
  #fromCache(call: Call): CompletionOutcome | undefined {
    const match = this.#cache.find(call.place);
    if (match === undefined) return undefined;
    const origin = match.typed === '' ? 'cache' : 'typed-through';
    return this.#show(call, match.text, { origin, typed: match.typed });
  }

  async #fromEngine(call: Call): Promise<CompletionOutcome> {
    return (await this.#fromInFlight(call)) ?? (await this.#fromNewRun(call));
  }

  /** Step 3: an answer that is being computed. Undefined where none fits, or where it turned out not to. */
  async #fromInFlight(call: Call): Promise<CompletionOutcome | undefined> {
    const fitting = this.#inFlight.fitting(call.place);
    if (fitting === undefined) return undefined;
    const { run, typed } = fitting;
    const end = await run.wait(typed, call.signal);
    if (end.kind === 'diverged') return undefined;
    if (end.kind !== 'answer') return this.#unanswered(end);
    const { text } = end.answer;
    const rest = text.startsWith(typed) ? text.slice(typed.length) : '';
    if (typed !== '' && rest.trim() === '') return undefined;
    return this.#settle(call, rest, { origin: 'joined', typed, ...costOf(run, end.answer) });
  }

  /** Steps 4 to 7 for an answer of one's own. */
  async #fromNewRun(call: Call): Promise<CompletionOutcome> {
    if (call.signal.aborted) return none('aborted');
    if (this.#isStale(call)) return none('superseded', { detail: 'The document changed.' });
    let startedAt = call.arrival;
    const run = this.#inFlight.start(call.place, async (progress) => {
      await this.#debounce(call, progress.signal);
      startedAt = this.#clock.now();
      return this.#compute(call, progress);
    });
    const end = await run.wait('', call.signal);
    if (end.kind !== 'answer') return this.#unanswered(end);
    const { cost, text } = end.answer;
    return this.#settle(call, text, {
      origin: cost.evaluatedTokens > warmTokenLimit ? 'cold' : 'warm',
      typed: '',
      firstTokenMs: startedAt - call.arrival + cost.firstTokenMs,
      ...costOf(run, end.answer),
    });
  }

  /** Step 4: waits for the next key where an answer would be expensive. */
  async #debounce({ request }: Call, signal: AbortSignal): Promise<void> {
    const isCheap = request.trigger === 'explicit' || this.#engine.isWarm(request.document.uri);
    await delay(this.#clock, isCheap ? 0 : coldDebounceMs, signal);
  }

  /** Steps 5 and 6: the prompt's text, the engine, and the answer into the cache, whoever still waits for it. */
  async #compute(call: Call, progress: RunProgress): Promise<EngineAnswer> {
    const { document } = call.request;
    if (this.#isStale(call)) throw new StaleDocument();
    const limits = limitsOf(call);
    progress.started();
    const answer = await this.#engine.complete(
      { prompt: readPrompt(document, call.position), limits },
      progress.signal,
      (textSoFar) => progress.advance(normaliseLineBreaks(textSoFar)),
    );
    const text = normaliseLineBreaks(answer.text);
    const isCurrent = !progress.signal.aborted && this.#settings().generation === call.place.generation;
    // Running out of time before the first word says nothing about the place.
    const isKnowledge = text.trim() !== '' || answer.stop !== 'time';
    if (isCurrent && isKnowledge) this.#cache.put(call.place, text, answer.stop);
    return { ...answer, text };
  }

  /** Step 7, after a wait: the document may have moved on, or the settings. */
  #settle(call: Call, text: string, source: Source): CompletionOutcome {
    const cost = source.cost === undefined ? {} : { cost: source.cost };
    if (this.#isStale(call)) return none('superseded', { detail: 'The document changed.', ...cost });
    if (this.#settings().generation !== call.place.generation) {
      return none('superseded', { detail: 'The model or its settings changed.', ...cost });
    }
    return this.#show(call, text, source);
  }

  /** Step 7: the filters, and the outcome. */
  #show(call: Call, text: string, { typed, ...source }: Source): CompletionOutcome {
    const { origin, cost } = source;
    const whence = cost === undefined ? { origin } : { origin, cost };
    if (text.trim() === '') return none('empty', { ...whence, detail: 'The model has nothing to add here.' });
    const filtered = applyFilters(text, readFilterContext(call.request.document, call.position, typed));
    if (filtered.kind === 'dropped') return none('filtered', { ...whence, filter: filtered.filter });
    const timeToTextMs = this.#clock.now() - call.arrival;
    const { text: shown, replaceAfter } = filtered;
    return { kind: 'answer', ...source, text: shown, replaceAfter, timeToTextMs };
  }

  #record(outcome: CompletionOutcome): void {
    try {
      this.metrics.record(outcome);
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

/** The text that a completion at `position` is computed from. */
function readPrompt(document: DocumentView, position: Position): PromptText {
  const { before, beforeIsWhole, after } = readWindow(document, position);
  const { uri, path, repository = '' } = document;
  return { document: uri, path, repository, before, beforeIsWhole, after, line: position.line };
}

function none(reason: NoAnswerReason, more: Omit<NoAnswerOutcome, 'kind' | 'reason'> = {}): NoAnswerOutcome {
  return { kind: 'none', reason, ...more };
}

function costOf(run: EngineRun, answer: EngineAnswer): { readonly cost?: EngineCost } {
  const cost = run.takeCost(answer);
  return cost === undefined ? {} : { cost };
}

function limitsOf({ request, position, settings }: Call): DecodeLimits {
  const lines = settings.multiline ? linesAllowed(request.document, position) : 1;
  const { maxTokens: tokens, timeBudgetMs: milliseconds } = settings;
  return milliseconds === undefined ? { tokens, lines } : { tokens, lines, milliseconds };
}

function isInsideWord(line: string, character: number): boolean {
  const left = line.slice(Math.max(0, character - 2), character);
  return (
    /[\p{L}\p{M}\p{N}_$]$/u.test(left) && /^[\p{L}\p{M}\p{N}_$]/u.test(line.slice(character, character + 2))
  );
}

/** Models of code with CRLF line ends write them too; a document is read with `\n` whatever it has. */
function normaliseLineBreaks(text: string): string {
  return text.includes('\r') ? text.replaceAll('\r\n', '\n') : text;
}
