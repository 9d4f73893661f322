import { join } from 'node:path';
import type { Uri } from 'vscode';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import type { CompletionMetrics } from '../../completion/metrics';
import type { Monitor } from '../monitor';
import { MetricsEndpoint } from '../openMetrics/metricsEndpoint';
import type { HearthSettings } from '../settings';
import { DailyTotals } from './dailyTotals';
import { DayFolder } from './days/dayFolder';
import { exportStatistics } from './exportStatistics';
import type { StatisticsReport } from './report';
import { SnapshotUsage } from './snapshotUsage';
import { Statistics } from './statistics';
import { StatisticsView } from './statisticsView';

export interface StatisticsOptions {
  readonly monitor: Monitor;
  readonly metrics: CompletionMetrics;
  readonly extensionUri: Uri;
  /** Absolute path of the extension's own storage, for all windows. */
  readonly storageFolder: string;
  readonly snapshotFolder: string;
  readonly settings: () => HearthSettings;
  /** Empties both caches of completions. */
  readonly clear: () => Promise<void>;
  /** Lets the figures start anew; the days have theirs by then. */
  readonly resetFigures: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What counts over the days, what reports, what shows the report, and what serves it. */
export interface StatisticsParts extends Disposable {
  readonly report: () => Promise<StatisticsReport>;
  readonly statistics: StatisticsView;
  readonly endpoint: MetricsEndpoint;
  /** Empties the caches and forgets the days. */
  readonly clearCaches: () => Promise<void>;
}

/** Builds the parts. Nothing is read, written or listened on here. */
export function createStatistics(options: StatisticsOptions): StatisticsParts {
  const { monitor, metrics, storageFolder, snapshotFolder, settings, clock, logger } = options;
  const store = new DisposableStore();
  const epochNow = (): number => Date.now();
  const folder = new DayFolder(join(storageFolder, 'days'));
  const days = store.add(new DailyTotals({ metrics, folder, clock, epochNow, logger }));
  const snapshots = new SnapshotUsage(snapshotFolder);
  const collected = new Statistics({ monitor, snapshots, days, settings, epochNow });
  const report = (): Promise<StatisticsReport> => collected.fresh();
  const { onDidChange } = monitor;
  const endpoint = store.add(
    new MetricsEndpoint({
      port: () => settings().metricsPort,
      report,
      clock,
      logger,
      onDidChange: () => monitor.poke(),
    }),
  );
  const clearCaches = async (): Promise<void> => {
    await options.clear();
    await days.clear();
  };
  const resetFigures = (): void => {
    days.take();
    options.resetFigures();
  };
  const exportReport = async (shown: () => Promise<StatisticsReport>): Promise<void> => {
    await exportStatistics(shown);
  };
  const actions = { resetFigures, clearCaches, exportReport };
  const source = { onDidChange, restedMs: () => monitor.restedMs, report };
  const statistics = store.add(new StatisticsView(options.extensionUri, source, actions, clock, logger));
  return { report, statistics, endpoint, clearCaches, dispose: () => store.dispose() };
}
