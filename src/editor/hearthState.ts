import type { CacheUtilisation, MetricsSnapshot } from '../completion/metrics';
import type { CompletionOutcome } from '../completion/outcome';
import type { EngineStats, EngineStatus } from '../engine/port';
import type { SettingProblem } from './settings';

/** Why nothing is offered in the active editor. */
export interface OffState {
  readonly reason: 'disabled' | 'language' | 'excluded' | 'unsupported' | 'inline-suggest';
  /** One sentence for the user. */
  readonly message: string;
}

/** What the editor side knows beside the pipeline and the engine. */
export interface EditorState {
  /** Undefined while completions are on, and without an active editor. */
  readonly off: OffState | undefined;
  /** Whether what the model has read is kept on disk. */
  readonly keepsPlaces: boolean;
  readonly settingProblems: readonly SettingProblem[];
  /** Names of other installed extensions that offer inline completions. */
  readonly otherProviders: readonly string[];
  /** Path of the document whose edits are being recorded. */
  readonly recording: string | undefined;
  readonly lastOutcome: CompletionOutcome | undefined;
  /** Why the figures are not served to Prometheus though a setting says so. */
  readonly metricsProblem: string | undefined;
}

/** All that the status bar and the statistics view show, at one moment. */
export interface HearthState extends EditorState {
  readonly metrics: MetricsSnapshot;
  readonly cache: CacheUtilisation;
  readonly engine: EngineStatus;
  /** As of the engine's last change of status; undefined before its first start. */
  readonly engineStats: EngineStats | undefined;
  /** How often the engine ended by itself. */
  readonly restarts: number;
  /** Whether the engine has been working for long enough to say so. */
  readonly isBusy: boolean;
}
