import type { CacheUtilisation, MetricsSnapshot } from '../completion/metrics';
import type { EngineStatus } from '../engine/port';

/** What `activate` returns, for tests in a real editor. */
export interface HearthApi {
  /** How long `activate` took, in ms. */
  readonly activationMs: number;
  metrics(): MetricsSnapshot;
  engineStatus(): EngineStatus;
  /** Undefined while no engine runs. */
  engineProcessId(): Promise<number | undefined>;
  cacheUtilisation(): CacheUtilisation;
  /** Text of the status bar item. */
  statusText(): string;
  /** Empties the completion cache and the KV cache. */
  clear(): Promise<void>;
}
