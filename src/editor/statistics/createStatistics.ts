import { join } from 'node:path';
import type { Clock } from '../../base/clock';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import type { CompletionMetrics } from '../../completion/metrics';
import type { Monitor } from '../monitor';
import { MetricsEndpoint } from '../openMetrics/metricsEndpoint';
import type { HearthSettings } from '../settings';
import { DailyTotals } from './dailyTotals';
import { DayFolder } from './days/dayFolder';
import { SnapshotUsage } from './snapshotUsage';
import { Statistics } from './statistics';

export interface StatisticsOptions {
  readonly monitor: Monitor;
  readonly metrics: CompletionMetrics;
  /** Absolute path of the extension's own storage, for all windows. */
  readonly storageFolder: string;
  readonly snapshotFolder: string;
  readonly settings: () => HearthSettings;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What counts over the days, what reports, and what serves the report. */
export interface StatisticsParts extends Disposable {
  readonly days: DailyTotals;
  readonly statistics: Statistics;
  readonly endpoint: MetricsEndpoint;
}

/** Builds the parts. Nothing is read, written or listened on here. */
export function createStatistics(options: StatisticsOptions): StatisticsParts {
  const { monitor, metrics, storageFolder, snapshotFolder, settings, clock, logger } = options;
  const store = new DisposableStore();
  const epochNow = (): number => Date.now();
  const folder = new DayFolder(join(storageFolder, 'days'));
  const days = store.add(new DailyTotals({ metrics, folder, clock, epochNow, logger }));
  const snapshots = new SnapshotUsage(snapshotFolder);
  const statistics = new Statistics({ monitor, snapshots, days, settings, epochNow });
  const endpoint = store.add(
    new MetricsEndpoint({
      port: () => settings().metricsPort,
      report: () => statistics.fresh(),
      clock,
      logger,
      onDidChange: () => monitor.poke(),
    }),
  );
  return { days, statistics, endpoint, dispose: () => store.dispose() };
}
