import { isAbortError } from '../../base/abort';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableStore, MutableDisposable, toDisposable } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import type { EngineClient } from '../engineClient';
import type { EngineConfig } from '../protocol';
import type { GpuAdvisor } from './gpuAdvisor';
import { noteOf } from './startEngine';

/** A pause in which nobody asks for anything, in ms. */
const quietMs = 5_000;

export interface GpuTrialsOptions {
  readonly engine: Pick<EngineClient, 'status' | 'onDidChangeStatus' | 'runsOn' | 'explain' | 'replace'>;
  readonly advisor: Pick<GpuAdvisor, 'isUntried' | 'tryOut' | 'advise'>;
  readonly config: () => EngineConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Where the settings leave open what computes: an engine starts at once on what is known to work, and what is not known is
 * tried out in the user's first pause. What is found to be better then takes over, in a pause as well.
 */
export class GpuTrials implements Disposable {
  readonly #options: GpuTrialsOptions;
  readonly #store = new DisposableStore();
  readonly #pause = this.#store.add(new MutableDisposable<Disposable>());
  readonly #end = new AbortController();
  #isTrying = false;
  /** What it has changed over to. A model that a GPU has no room for falls back, and would change over for ever. */
  readonly #changes = new Set<string>();

  constructor(options: GpuTrialsOptions) {
    this.#options = options;
    this.#store.add(toDisposable(() => this.#end.abort()));
    this.#store.add(options.engine.onDidChangeStatus(() => this.#waitForPause()));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #waitForPause(): void {
    const { engine, clock, config } = this.#options;
    if (engine.status.state !== 'ready' || config().gpu !== 'auto') this.#pause.clear();
    else this.#pause.value = clock.after(quietMs, () => void this.#try());
  }

  async #try(): Promise<void> {
    if (this.#isTrying) return;
    this.#isTrying = true;
    const { advisor, config, logger } = this.#options;
    try {
      const wanted = config();
      if (await advisor.isUntried(wanted)) {
        await advisor.tryOut(wanted, this.#end.signal);
        // The user may be typing by now: the next pause will do.
        this.#waitForPause();
      } else await this.#changeOver(wanted);
    } catch (error) {
      if (!isAbortError(error)) logger.error('Another back end was not taken.', error);
    } finally {
      this.#isTrying = false;
    }
  }

  async #changeOver(wanted: EngineConfig): Promise<void> {
    const { engine, advisor, logger } = this.#options;
    const choice = await advisor.advise(wanted);
    const { backEnd, why } = choice;
    if (engine.status.state !== 'ready' || engine.runsOn === undefined) return;
    if (engine.runsOn === backEnd) {
      engine.explain(noteOf(choice));
      return;
    }
    const change = `${backEnd} ${wanted.modelPath}`;
    if (this.#changes.has(change)) return;
    this.#changes.add(change);
    logger.info(`The engine changes over to ${backEnd}: ${why}.`);
    await engine.replace(wanted, { unloadFirst: true }, this.#end.signal);
  }
}
