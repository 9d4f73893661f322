import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { AbortError, raceAbort, throwIfAborted } from '../base/abort';
import type { Clock } from '../base/clock';
import { Emitter } from '../base/emitter';
import { HearthError } from '../base/errors';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import { EngineProcess } from './engineProcess';
import type { EngineLauncher } from './launcher';
import type {
  CompletionEngine,
  EngineAnswer,
  EngineRequest,
  EngineStats,
  EngineStatus,
  ModelInfo,
  PromptText,
  TextListener,
} from './port';
import {
  backgroundRequest,
  clearRequest,
  closedNotification,
  completeRequest,
  type EngineConfig,
  statsRequest,
  visitNotification,
} from './protocol';
import { RestartPolicy } from './restartPolicy';

export interface EngineClientOptions {
  readonly launcher: () => EngineLauncher;
  /** Read at each start. */
  readonly config: () => EngineConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A cancelled request must end within a slice; one that has not after this long, in ms, hangs. */
const hangMs = 10_000;

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
  #starting: Promise<EngineProcess> | undefined;
  /** Aborted by a restart by hand, which ends also an engine that is still on its way up. */
  #life = new AbortController();
  #working = 0;
  #restarts = 0;
  #warm: string[] = [];

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

  async complete(
    request: EngineRequest,
    signal: AbortSignal,
    onText: TextListener = () => {},
  ): Promise<EngineAnswer> {
    throwIfAborted(signal);
    if (request.priority === 'ahead') return this.#completeAhead(request, signal, onText);
    const engine = await raceAbort(this.#start(), signal);
    this.#beginWork(engine.model);
    try {
      const answer = await this.#send(engine, request, signal, onText);
      this.#becameWarm(engine, request.prompt.document);
      return answer;
    } finally {
      this.#endWork(engine.model);
    }
  }

  /** Nobody waits for it: it starts no engine, and does not count as working. */
  async #completeAhead(
    request: EngineRequest,
    signal: AbortSignal,
    onText: TextListener,
  ): Promise<EngineAnswer> {
    if (!this.#running) throw new AbortError();
    return this.#send(this.#running, request, signal, onText);
  }

  visit(prompt: PromptText): void {
    // What ended an engine may do so again: only somebody who asks for a completion starts another one.
    if (this.#status.state === 'restarting' || this.#status.state === 'problem') return;
    const tell = (engine: EngineProcess): Promise<void> =>
      engine.notify((connection) => connection.sendNotification(visitNotification, prompt));
    // A running engine is told at once, so that what is asked of it next comes after.
    const told = this.#running ? tell(this.#running) : this.#start().then(tell);
    // Why it cannot start is in the status; nobody waits for this.
    told.catch(() => undefined);
  }

  close(document: string): void {
    this.#running
      ?.notify((connection) => connection.sendNotification(closedNotification, document))
      .catch(() => undefined);
  }

  isWarm(document: string): boolean {
    return this.#running !== undefined && this.#warm.includes(document);
  }

  async clear(): Promise<void> {
    this.#warm = [];
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
    this.#warm = [];
    await engine?.stop();
    await starting?.catch(() => undefined);
  }

  #start(): Promise<EngineProcess> {
    if (this.#running) return Promise.resolve(this.#running);
    if (this.#status.state === 'problem') {
      const { reason, message } = this.#status.problem;
      return Promise.reject(new HearthError(reason, message));
    }
    if (!this.#starting) {
      const starting = this.#launch(this.#life.signal);
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

  async #launch(life: AbortSignal): Promise<EngineProcess> {
    const { clock, logger, config, launcher } = this.#options;
    this.#setStatus({ state: 'loading' });
    try {
      await raceAbort(this.#backOff(), life);
      const engine = await EngineProcess.start(launcher(), config(), clock, logger, life);
      if (life.aborted) {
        await engine.stop();
        throw new AbortError();
      }
      this.#running = engine;
      engine.onDidDie((death) => this.#died(engine, death));
      engine.onDidWarm((document) => this.#becameWarm(engine, document));
      this.#setStatus({ state: 'ready', model: engine.model });
      return engine;
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
    this.#warm = [];
    this.#options.logger.warn(death.message);
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

  async #send(
    engine: EngineProcess,
    request: EngineRequest,
    signal: AbortSignal,
    onText: TextListener,
  ): Promise<EngineAnswer> {
    const source = new CancellationTokenSource();
    const { id, listening } = engine.listen(onText);
    const answer = engine.request((connection) =>
      connection.sendRequest(completeRequest, { id, request }, source.token),
    );
    let watchdog: Disposable | undefined;
    const onAbort = (): void => {
      source.cancel();
      watchdog = this.#options.clock.after(hangMs, () => engine.kill('engine-hung'));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const settled = answer.finally(() => {
      signal.removeEventListener('abort', onAbort);
      watchdog?.dispose();
      listening.dispose();
      source.dispose();
    });
    try {
      return await raceAbort(settled, signal);
    } catch (error) {
      if (signal.aborted) throw new AbortError();
      throw error;
    }
  }

  /** The engine keeps as many places as it has sequences; the document used longest ago is the first to go. */
  #becameWarm(engine: EngineProcess, document: string): void {
    if (this.#running !== engine) return;
    const others = this.#warm.filter((other) => other !== document);
    this.#warm = [document, ...others].slice(0, engine.model.sequences);
  }

  #beginWork(model: ModelInfo): void {
    if (++this.#working === 1) this.#setStatus({ state: 'working', model });
  }

  #endWork(model: ModelInfo): void {
    this.#working--;
    if (this.#working === 0 && this.#status.state === 'working') this.#setStatus({ state: 'ready', model });
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    this.#statusChanged.fire(status);
  }
}
