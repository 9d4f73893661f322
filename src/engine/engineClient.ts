import { AbortError, raceAbort, throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { Emitter } from '../base/emitter';
import { HearthError } from '../base/errors';
import { type Disposable, DisposableStore, MutableDisposable } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { EngineProcess } from './engineProcess';
import { type BackEndSource, distrustAfter, startEngine, type StartedEngine } from './gpu/startEngine';
import type { EngineLauncher } from './launcher';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineRequest,
  EngineStats,
  EngineStatus,
  GpuNote,
  ModelInfo,
  PromptText,
  TextListener,
} from './port';
import {
  type BackEnd,
  backgroundRequest,
  clearRequest,
  closedNotification,
  type EngineConfig,
  statsRequest,
  visitNotification,
} from './protocol';
import { RestartPolicy } from './restartPolicy';
import { sendCompletion } from './sendCompletion';
import { TokenSpeed } from './tokenSpeed';
import { tryEngine } from './tryEngine';
import { WarmDocuments } from './warmDocuments';

export interface EngineClientOptions {
  readonly launcher: () => EngineLauncher;
  /** Read at each start. */
  readonly config: () => EngineConfig;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What `auto` stands for; the processor where absent. */
  readonly backEnds?: BackEndSource;
  /** After how long without a request or a visit the engine ends, in ms; 0 or absent is never. */
  readonly unloadAfterMs?: () => number;
}

export interface ReplaceOptions {
  /** The engine that runs ends before the other one loads, because memory does not hold both. */
  readonly unloadFirst: boolean;
}

/**
 * The engine as the pipeline sees it: started by the first request, started again after a crash (with back-off,
 * and not after repeated crashes), killed when it hangs.
 */
export class EngineClient implements CompletionEngine {
  readonly #options: EngineClientOptions;
  readonly #store = new DisposableStore();
  readonly #statusChanged = this.#store.add(new Emitter<EngineStatus>());
  readonly #restartPolicy = new RestartPolicy();
  #status: EngineStatus = { state: 'unloaded' };
  #running: EngineProcess | undefined;
  #starting: Promise<StartedEngine> | undefined;
  /** Aborted by a restart by hand, which ends also an engine that is still on its way up. */
  #life = new AbortController();
  #working = 0;
  #restarts = 0;
  readonly #warm = new WarmDocuments();
  /** What the running engine was started with, and what it computes on. */
  #runningConfig: EngineConfig | undefined;
  #backEnd: BackEnd = 'off';
  #speed = new TokenSpeed();
  readonly #idle = this.#store.add(new MutableDisposable<Disposable>());

  readonly onDidChangeStatus = this.#statusChanged.event;

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** What the running model takes for a token that it writes, in ms; undefined where it has not written enough to tell. */
  get msPerToken(): number | undefined {
    return this.#running && this.#speed.msPerToken;
  }

  /** What the running engine was told to compute on; undefined where none runs. */
  get runsOn(): BackEnd | undefined {
    return this.#running && this.#backEnd;
  }

  /** Whether an engine runs that was started with exactly this. */
  runs(config: EngineConfig): boolean {
    return this.#running !== undefined && JSON.stringify(this.#runningConfig) === JSON.stringify(config);
  }

  /** Tells the user what is known by now of why the running engine computes on what it does. */
  explain(note: GpuNote): void {
    const engine = this.#running;
    if (!engine || !('model' in this.#status) || engine.model.gpuNote === note.gpuNote) return;
    engine.explain(note);
    this.#setStatus({ ...this.#status, model: engine.model });
  }

  async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText: TextListener = () => {},
  ): Promise<EngineAnswer> {
    throwIfAborted(signal);
    this.#waitForIdleness();
    if (request.priority === 'ahead') return this.#completeAhead(request, signal, onText);
    const { engine } = await raceAbort(this.#start(), signal);
    this.#beginWork(engine.model);
    try {
      const answer = await sendCompletion(engine, request, signal, onText, this.#options.clock);
      this.#becameWarm(engine, request.prompt.document);
      if (this.#running === engine) this.#speed.note(answer);
      return answer;
    } finally {
      this.#endWork();
    }
  }

  /** Nobody waits for it: it starts no engine, and does not count as working. */
  async #completeAhead(
    request: EngineRequest,
    signal: AbortSignal,
    onText: TextListener,
  ): Promise<EngineAnswer> {
    if (!this.#running) throw new AbortError();
    return sendCompletion(this.#running, request, signal, onText, this.#options.clock);
  }

  visit(prompt: PromptText): void {
    this.#waitForIdleness();
    // What ended an engine may do so again: only somebody who asks for a completion starts another one.
    if (this.#status.state === 'restarting' || this.#status.state === 'problem') return;
    const tell = (engine: EngineProcess): Promise<void> =>
      engine.notify((connection) => connection.sendNotification(visitNotification, prompt));
    // A running engine is told at once, so that what is asked of it next comes after.
    const told = this.#running ? tell(this.#running) : this.#start().then(({ engine }) => tell(engine));
    // Why it cannot start is in the status; nobody waits for this.
    told.catch(() => undefined);
  }

  close(document: string): void {
    this.#running
      ?.notify((connection) => connection.sendNotification(closedNotification, document))
      .catch(() => undefined);
  }

  isWarm(document: string): boolean {
    return this.#running !== undefined && this.#warm.has(document);
  }

  async clear(): Promise<void> {
    this.#warm.clear();
    await this.#running?.request((connection) => connection.sendRequest(clearRequest));
  }

  async restart(): Promise<void> {
    this.#restartPolicy.reset();
    await this.#stop();
    this.#setStatus({ state: 'unloaded' });
  }

  async stats(): Promise<EngineStats | undefined> {
    const engine = this.#running;
    if (!engine) return undefined;
    const stats = await engine.request((connection) => connection.sendRequest(statsRequest));
    return { ...stats, processId: engine.processId };
  }

  /**
   * Loads what `config` says in a second engine and tries it out; then it takes the place of the one that runs, which
   * serves until then. Fails with the reason, or with `AbortError`: then nothing has changed, but that an engine which
   * had to be unloaded first starts again with the next request.
   */
  async replace(
    config: EngineConfig,
    { unloadFirst }: ReplaceOptions,
    signal: AbortSignal,
  ): Promise<ModelInfo> {
    throwIfAborted(signal);
    if (!unloadFirst) {
      // A restart by hand, or the end of the owner, ends also what is not yet the running engine.
      const next = await this.#startAndTry(config, AbortSignal.any([signal, this.#life.signal]));
      await this.#swapIn(next, config);
      return next.engine.model;
    }
    const stopped = this.#stop();
    this.#setStatus({ state: 'loading' });
    const life = this.#life.signal;
    const starting = stopped.then(() => this.#startAndTry(config, AbortSignal.any([signal, life])));
    // Who asks meanwhile waits for it: another engine beside it would have no room.
    this.#starting = starting;
    try {
      const next = await starting;
      if (life.aborted) {
        await next.engine.stop();
        throw new AbortError();
      }
      this.#starting = undefined;
      this.#restartPolicy.reset();
      this.#adopt(next, config);
      return next.engine.model;
    } catch (error) {
      if (this.#starting === starting) {
        this.#starting = undefined;
        this.#setStatus({ state: 'unloaded' });
      }
      throw error;
    }
  }

  /** An engine that has answered. No process is left behind where it has not. */
  async #startAndTry(config: EngineConfig, signal: AbortSignal): Promise<StartedEngine> {
    const next = await this.#launch(config, signal).catch((error: unknown) => {
      throw signal.aborted ? new AbortError() : error;
    });
    const { engine, backEnd } = next;
    try {
      await tryEngine(engine, this.#options.clock, signal);
      return next;
    } catch (error) {
      await engine.stop();
      if (signal.aborted) throw new AbortError();
      await distrustAfter(HearthError.from(error), backEnd, config, this.#options.backEnds);
      throw error;
    }
  }

  #launch(config: EngineConfig, signal: AbortSignal): Promise<StartedEngine> {
    const { launcher, backEnds, clock, logger } = this.#options;
    return startEngine(launcher, config, backEnds, clock, logger, signal);
  }

  async #swapIn(next: StartedEngine, config: EngineConfig): Promise<void> {
    if (this.#store.isDisposed) {
      await next.engine.stop();
      throw new AbortError();
    }
    this.#life.abort();
    this.#life = new AbortController();
    const before = this.#running;
    const starting = this.#starting;
    this.#starting = undefined;
    this.#restartPolicy.reset();
    this.#adopt(next, config);
    await before?.stop();
    await starting?.catch(() => undefined);
  }

  /** Makes an engine that is up the one that serves. */
  #adopt({ engine, backEnd }: StartedEngine, config: EngineConfig): void {
    this.#running = engine;
    this.#runningConfig = config;
    this.#backEnd = backEnd;
    this.#warm.clear();
    this.#speed = new TokenSpeed();
    engine.onDidDie((death) => this.#died(engine, death));
    engine.onDidWarm((document) => this.#becameWarm(engine, document));
    this.#setStatus({ state: 'ready', model: engine.model });
    this.#waitForIdleness();
  }

  /** Background work by hand, for engines with deterministic pacing; returns the tokens evaluated. */
  async runBackground(maxTokens: number): Promise<number> {
    const engine = this.#running;
    if (!engine) return 0;
    return engine.request((connection) => connection.sendRequest(backgroundRequest, maxTokens));
  }

  dispose(): void {
    void this.#stop();
    this.#store.dispose();
  }

  async #stop(): Promise<void> {
    this.#life.abort();
    this.#life = new AbortController();
    const engine = this.#running;
    const starting = this.#starting;
    this.#running = undefined;
    this.#starting = undefined;
    this.#warm.clear();
    await engine?.stop();
    await starting?.catch(() => undefined);
  }

  #start(): Promise<StartedEngine> {
    if (this.#running) return Promise.resolve({ engine: this.#running, backEnd: this.#backEnd });
    if (this.#status.state === 'problem') {
      const { reason, message } = this.#status.problem;
      return Promise.reject(new HearthError(reason, message));
    }
    if (!this.#starting) {
      const starting = this.#startAgain(this.#life.signal);
      this.#starting = starting;
      // Callers may have gone by the time it fails; the status tells.
      starting
        .catch(() => undefined)
        .finally(() => {
          if (this.#starting === starting) this.#starting = undefined;
        });
    }
    return this.#starting;
  }

  async #startAgain(life: AbortSignal): Promise<StartedEngine> {
    this.#setStatus({ state: 'loading' });
    try {
      await raceAbort(this.#backOff(), life);
      const wanted = this.#options.config();
      const started = await this.#launch(wanted, life);
      if (life.aborted) {
        await started.engine.stop();
        throw new AbortError();
      }
      this.#adopt(started, wanted);
      return started;
    } catch (error) {
      if (life.aborted) {
        throw new HearthError('engine-stopped', 'The engine was restarted while it was loading.');
      }
      const failure = HearthError.from(error);
      this.#failedToStart(failure);
      throw failure;
    }
  }

  async #backOff(): Promise<void> {
    const delay = this.#restartPolicy.delay(this.#options.clock.now());
    if (delay > 0) await new Promise<void>((resolve) => void this.#options.clock.after(delay, resolve));
  }

  #failedToStart(failure: HearthError): void {
    this.#options.logger.error(failure.message, failure);
    if (failure.reason === 'engine-crashed') this.#crashed(failure);
    else this.#setStatus({ state: 'problem', problem: failure });
  }

  #died(engine: EngineProcess, death: HearthError): void {
    if (this.#running !== engine) return;
    this.#running = undefined;
    this.#warm.clear();
    this.#options.logger.warn(death.message);
    const { backEnds } = this.#options;
    // The next start waits longer than this takes; where it does not, the one after it knows.
    if (this.#runningConfig) void distrustAfter(death, this.#backEnd, this.#runningConfig, backEnds);
    this.#crashed(death);
  }

  #crashed(failure: HearthError): void {
    this.#restarts++;
    this.#restartPolicy.crashed(this.#options.clock.now());
    if (this.#restartPolicy.isExhausted) {
      const message =
        `The engine ended ${this.#restartPolicy.crashes} times in short order and stays down. Last: ${failure.message} ` +
        'See Hearth: Show Log, then Hearth: Restart Engine.';
      this.#setStatus({ state: 'problem', problem: { reason: failure.reason, message } });
    } else {
      this.#setStatus({ state: 'restarting', problem: failure });
    }
  }

  #becameWarm(engine: EngineProcess, document: string): void {
    if (this.#running !== engine) return;
    this.#warm.add(document, engine.model.sequences);
  }

  #beginWork(model: ModelInfo): void {
    if (++this.#working === 1) this.#setStatus({ state: 'working', model });
  }

  #endWork(): void {
    this.#working--;
    // The model may be another one by now.
    if (this.#working === 0 && this.#status.state === 'working') {
      this.#setStatus({ state: 'ready', model: this.#status.model });
    }
  }

  /** Begins anew to wait until nothing was asked for as long as the user wants. */
  #waitForIdleness(): void {
    const ms = this.#options.unloadAfterMs?.() ?? 0;
    if (ms > 0) this.#idle.value = this.#options.clock.after(ms, () => this.#unload());
    else this.#idle.clear();
  }

  /** The next request, or the next visit, loads the model again. */
  #unload(): void {
    if (!this.#running) return;
    if (this.#working > 0) {
      this.#waitForIdleness();
      return;
    }
    this.#options.logger.info('Nothing was asked for a while: the model is unloaded until it is needed.');
    void this.#stop();
    this.#setStatus({ state: 'unloaded' });
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    this.#statusChanged.fire(status);
  }
}
