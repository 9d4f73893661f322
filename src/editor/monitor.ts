import type { Clock } from '../base/clock';
import { delay } from '../base/delay';
import { Emitter, type Event } from '../base/emitter';
import { type Disposable, DisposableStore, MutableDisposable } from '../base/lifecycle';
import type { Logger } from '../base/logger';
import type { CompletionPipeline } from '../completion/service';
import type { CompletionEngine, EngineStats } from '../engine/port';
import type { EditorState, HearthState } from './hearthState';
import { Settler } from './settler';

/** Figures that change faster than this cannot be read. */
const settleMs = 250;
/** Most answers are computed in less, and a spinner for them would only flicker. */
const busyAfterMs = 150;
/** An engine tells of itself between two tokens; one that does not in so long, in ms, is not waited for. */
const statsMs = 2_000;

export interface MonitorSources {
  readonly pipeline: CompletionPipeline;
  readonly engine: CompletionEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly editorState: () => EditorState;
}

/** Watches what the user is shown, and says so at most four times a second. */
export class Monitor implements Disposable {
  readonly #store = new DisposableStore();
  readonly #onDidChange = this.#store.add(new Emitter<void>());
  readonly #busyTimer = this.#store.add(new MutableDisposable<Disposable>());
  readonly #sources: MonitorSources;
  readonly #settler: Settler;
  #isBusy = false;
  #engineStats: EngineStats | undefined;
  #statsAreOld = false;
  #workedUntil = -Infinity;

  /** The state has changed since the last event. */
  readonly onDidChange: Event<void> = this.#onDidChange.event;

  constructor(sources: MonitorSources) {
    this.#sources = sources;
    this.#settler = this.#store.add(new Settler(sources.clock, settleMs, () => this.#settle()));
    this.#store.add(sources.pipeline.metrics.onDidChange(() => this.poke()));
    this.#store.add(sources.engine.onDidChangeStatus(() => this.#onEngineStatus()));
  }

  /** The state right now. */
  get state(): HearthState {
    const { pipeline, engine, editorState } = this.#sources;
    return {
      ...editorState(),
      metrics: pipeline.metrics.snapshot(),
      cache: pipeline.cacheUtilisation(),
      engine: engine.status,
      engineStats: this.#engineStats,
      restarts: engine.restarts,
      isBusy: this.#isBusy,
    };
  }

  /** How long the engine has had nothing to do, in ms; 0 while it works. */
  get restedMs(): number {
    const { engine, clock } = this.#sources;
    return engine.status.state === 'working' ? 0 : clock.now() - this.#workedUntil;
  }

  /** Says that something of the state may have changed. */
  poke(): void {
    this.#settler.poke();
  }

  /**
   * Asks a running engine for its own figures, for somebody who looks at them now. Never rejects, and does not wait for
   * an engine that hangs.
   */
  async refresh(): Promise<void> {
    this.#statsAreOld = false;
    const wait = new AbortController();
    await Promise.race([this.#readStats(), delay(this.#sources.clock, statsMs, wait.signal)]);
    wait.abort();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #onEngineStatus(): void {
    this.#statsAreOld = true;
    if (this.#sources.engine.status.state === 'working') {
      this.#busyTimer.value ??= this.#sources.clock.after(busyAfterMs, () => {
        this.#isBusy = true;
        this.poke();
      });
    } else {
      if (this.#busyTimer.value !== undefined) this.#workedUntil = this.#sources.clock.now();
      this.#busyTimer.clear();
      this.#isBusy = false;
    }
    this.poke();
  }

  async #readStats(): Promise<void> {
    const { engine, logger } = this.#sources;
    try {
      this.#engineStats = await engine.stats();
    } catch (error) {
      logger.debug(`The engine's own figures are missing: ${String(error)}`);
    }
  }

  #settle(): void {
    this.#onDidChange.fire();
    void this.#refreshStats();
  }

  /** Asks the engine only after it has done something, so that answers from the cache stay free of messages. */
  async #refreshStats(): Promise<void> {
    if (!this.#statsAreOld || this.#sources.engine.status.state === 'working') return;
    await this.refresh();
    this.poke();
  }
}
