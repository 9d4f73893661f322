import type { MessageConnection } from 'vscode-jsonrpc/node';
import { throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { Emitter } from '../base/emitter';
import { type FailureReason, HearthError } from '../base/errors';
import { type Disposable, DisposableStore, toDisposable } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { EngineExit, EngineHandle, EngineLauncher } from './launcher';
import type { GpuNote, ModelInfo, TextListener } from './port';
import {
  exitNotification,
  fromResponseError,
  initializeRequest,
  type LoadParams,
  loadRequest,
  logNotification,
  type ProbeParams,
  probeRequest,
  type ProbeResult,
  protocolVersion,
  textNotification,
  warmedNotification,
} from './protocol';

/** How long an engine may take to end by itself before it is killed, in ms. */
const stopMs = 4_000;

/** How long a start may take, in ms: a large model from a slow disk takes minutes at worst. */
const startMs = 300_000;

/** What an engine is started with. */
export interface EngineStart {
  readonly params: LoadParams;
  readonly note: GpuNote;
}

/** One engine from its start to its end, with its model loaded. */
export class EngineProcess {
  readonly #handle: EngineHandle;
  readonly #clock: Clock;
  readonly #store = new DisposableStore();
  readonly #died = this.#store.add(new Emitter<HearthError>());
  readonly #warmed = this.#store.add(new Emitter<string>());
  readonly #listeners = new Map<number, TextListener>();
  readonly #death: Promise<never>;
  #model: ModelInfo | undefined;
  #nextId = 1;
  #killedFor: FailureReason | undefined;
  #doing = 'while loading the model; its file may be damaged';
  #isStopping = false;
  #isGone = false;

  /** Fires once if the engine ends without having been told to. */
  readonly onDidDie = this.#died.event;

  /** Fires with the document of a place that was prepared. */
  readonly onDidWarm = this.#warmed.event;

  /**
   * Starts an engine and loads the model. Fails with the engine's reason, or with `engine-crashed` where it ends
   * on the way; no process is left behind then. An abort ends an engine that is still on its way up.
   */
  static async start(
    launcher: EngineLauncher,
    { params, note }: EngineStart,
    clock: Clock,
    logger: Logger,
    signal: AbortSignal,
  ): Promise<EngineProcess> {
    const engine = new EngineProcess(await launcher.launch(), clock, logger);
    const onAbort = (): void => void engine.stop();
    try {
      const load = (): Promise<ModelInfo> =>
        engine.request((connection) => connection.sendRequest(loadRequest, params));
      engine.#model = {
        ...(await engine.#first(load, startMs, onAbort, signal)),
        ...note,
      };
      logger.info(`Loaded ${params.modelPath} in engine process ${engine.processId}.`);
      return engine;
    } catch (error) {
      await engine.stop();
      throw error;
    }
  }

  /**
   * Has a back end tried out in a process of its own, which is gone when this settles. Fails with the reason: the
   * engine's own, `engine-crashed` where the process ended, `engine-hung` where it took longer than `limitMs`. An abort
   * ends it at once.
   */
  static async probe(
    launcher: EngineLauncher,
    params: ProbeParams,
    limitMs: number,
    clock: Clock,
    logger: Logger,
    signal: AbortSignal,
  ): Promise<ProbeResult> {
    throwIfAborted(signal);
    const engine = new EngineProcess(await launcher.launch(), clock, logger);
    engine.#doing = 'while it was tried out';
    try {
      const probe = (): Promise<ProbeResult> =>
        engine.request((connection) => connection.sendRequest(probeRequest, params));
      return await engine.#first(probe, limitMs, () => engine.#handle.kill(), signal);
    } finally {
      await engine.stop();
    }
  }

  /** Greets the engine and does `work`, within `limitMs` and until `signal` aborts. */
  async #first<T>(
    work: () => Promise<T>,
    limitMs: number,
    onAbort: () => void,
    signal: AbortSignal,
  ): Promise<T> {
    const timer = this.#clock.after(limitMs, () => this.kill('engine-hung'));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      throwIfAborted(signal);
      await this.request((connection) => connection.sendRequest(initializeRequest, { protocolVersion }));
      return await work();
    } finally {
      timer.dispose();
      signal.removeEventListener('abort', onAbort);
    }
  }

  private constructor(handle: EngineHandle, clock: Clock, logger: Logger) {
    this.#handle = handle;
    this.#clock = clock;
    this.#death = new Promise<never>((_, reject) => {
      this.#store.add(
        handle.onDidExit((exit) => {
          this.#isGone = true;
          const death = this.#describe(exit);
          reject(death);
          if (!this.#isStopping) this.#died.fire(death);
          handle.connection.dispose();
        }),
      );
    });
    // Nobody need be waiting when it dies.
    this.#death.catch(() => undefined);
    handle.connection.onNotification(textNotification, ({ id, text, confidence }) =>
      this.#listeners.get(id)?.(text, confidence),
    );
    handle.connection.onNotification(warmedNotification, (document) => this.#warmed.fire(document));
    handle.connection.onNotification(logNotification, ({ level, message }) => logger[level](message));
    // A channel that breaks is followed by the exit that explains it.
    handle.connection.onError(([error]) => logger.debug(`Engine connection: ${error.message}`));
    handle.connection.listen();
  }

  get processId(): number {
    return this.#handle.processId;
  }

  /** What is known by now of why it computes on what it does. */
  explain(note: GpuNote): void {
    this.#model = { ...this.model, ...note };
  }

  get model(): ModelInfo {
    if (!this.#model) throw new HearthError('unexpected', 'The engine has not loaded its model yet.');
    return this.#model;
  }

  /** Sends over the connection; rejects with a `HearthError`, also if the engine dies before it answers. */
  async request<T>(send: (connection: MessageConnection) => Promise<T>): Promise<T> {
    if (this.#isGone) return this.#death;
    const answer = send(this.#handle.connection).catch((error: unknown) => {
      throw fromResponseError(error);
    });
    // When the engine dies the connection's own rejections come after, and would hide the reason.
    return Promise.race([answer, this.#death]);
  }

  /** Sends what needs no answer; nothing where the engine is gone. */
  async notify(send: (connection: MessageConnection) => Promise<void>): Promise<void> {
    if (!this.#isGone) await send(this.#handle.connection);
  }

  /** Receives the text of the request with the returned id until disposed. */
  listen(onText: TextListener): { id: number; listening: Disposable } {
    const id = this.#nextId++;
    this.#listeners.set(id, onText);
    return { id, listening: toDisposable(() => this.#listeners.delete(id)) };
  }

  /** Ends the engine at once; those who wait for it get `reason`. */
  kill(reason: FailureReason): void {
    this.#killedFor = reason;
    this.#handle.kill();
  }

  /** Ends the engine and resolves when it is gone. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (!this.#isGone) {
      const timer = this.#clock.after(stopMs, () => this.#handle.kill());
      void this.#handle.connection.sendNotification(exitNotification).catch(() => undefined);
      await this.#death.catch(() => undefined);
      timer.dispose();
    }
    this.#store.dispose();
  }

  #describe({ code, signal }: EngineExit): HearthError {
    if (this.#isStopping) return new HearthError('engine-stopped', 'The engine was stopped.');
    if (this.#killedFor === 'engine-hung') {
      return new HearthError('engine-hung', 'The engine did not answer and was ended.');
    }
    const how = signal ? `by signal ${signal}` : `with exit code ${code ?? 'unknown'}`;
    const when = this.#model ? 'while completing' : this.#doing;
    return new HearthError('engine-crashed', `The engine process ended ${how} ${when}.`);
  }
}
