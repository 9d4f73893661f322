import type { Position, TextDocument } from 'vscode';
import type { CacheUtilisation, MetricsSnapshot } from '../completion/metrics';
import type { CompletionOutcome } from '../completion/outcome';
import type { EngineStatus } from '../engine/port';
import type { StatisticsReport } from './statistics/report';
import type { Explanation } from './why/explain';

/** What `activate` returns, for tests in a real editor. */
export interface HearthApi {
  /** How long `activate` took, in ms. */
  readonly activationMs: number;
  /** Asks the pipeline as the editor's provider does for an explicit request, and counts as one. */
  complete(document: TextDocument, position: Position): Promise<CompletionOutcome>;
  metrics(): MetricsSnapshot;
  /** What Export writes, after a look at the engine, the disk and other windows. */
  report(): Promise<StatisticsReport>;
  engineStatus(): EngineStatus;
  /** Undefined while no engine runs. */
  engineProcessId(): Promise<number | undefined>;
  cacheUtilisation(): CacheUtilisation;
  /** Text of the status bar item. */
  statusText(): string;
  /** What `Hearth: Why No Completion Here?` says of the active editor's cursor. */
  whyNoCompletion(): Promise<Explanation>;
  /** Empties the completion cache and the KV cache. */
  clear(): Promise<void>;
}
