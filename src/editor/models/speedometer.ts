import type { EngineStatus } from '../../engine/port';
import type { ProbeOutcome } from '../../engine/probe/probeOutcome';
import type { BackEnd, EngineConfig } from '../../engine/protocol';
import { type ModelFile, readModelFile } from '../../models/modelFile';
import type { MeasuredSpeed } from '../../models/speed';

export interface SpeedometerOptions {
  readonly engine: {
    readonly status: EngineStatus;
    /** What its model takes for a token, once it has answered enough to tell. */
    readonly msPerToken: number | undefined;
  };
  /** Measures the bundled model, or knows from an earlier time; `GpuAdvisor` is one. */
  readonly advisor: {
    advise(config: EngineConfig): Promise<{ readonly backEnd: BackEnd }>;
    measure(backEnd: BackEnd, threads: number, signal: AbortSignal): Promise<ProbeOutcome>;
  };
  /** What an engine is started with now. */
  readonly config: () => EngineConfig;
}

/** How fast this machine is: as the model in use was while the user typed, or else by a probe of the bundled model. */
export class Speedometer {
  readonly #options: SpeedometerOptions;

  constructor(options: SpeedometerOptions) {
    this.#options = options;
  }

  /** Of the model in use; undefined before it has answered a little. */
  async known(): Promise<MeasuredSpeed | undefined> {
    const { msPerToken, status } = this.#options.engine;
    if (msPerToken === undefined || !('model' in status)) return undefined;
    const file = await readModelFile(status.model.path).catch(() => undefined);
    return file && { msPerToken, shape: file.facts.shape };
  }

  /**
   * Some seconds of one process that gives way to all others, once for a machine, a back end and a version; then it is
   * remembered. Undefined where it fails: the list goes without estimates. Fails with `AbortError` only.
   */
  async measure(bundled: ModelFile, signal: AbortSignal): Promise<MeasuredSpeed | undefined> {
    const { advisor, config } = this.#options;
    const wanted = config();
    const backEnd = wanted.gpu === 'auto' ? (await advisor.advise(wanted)).backEnd : wanted.gpu;
    const outcome = await advisor.measure(backEnd, wanted.threads, signal);
    if (!outcome.ok) return undefined;
    return { msPerToken: outcome.result.msPerToken, shape: bundled.facts.shape };
  }
}
