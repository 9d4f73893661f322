import type { Monitor } from '../monitor';
import type { HearthSettings } from '../settings';
import { buildReport } from './buildReport';
import type { DailyTotals } from './dailyTotals';
import type { StatisticsReport } from './report';
import type { SnapshotUsage } from './snapshotUsage';

export interface StatisticsSources {
  readonly monitor: Monitor;
  readonly snapshots: SnapshotUsage;
  readonly days: DailyTotals;
  readonly settings: () => HearthSettings;
  /** Milliseconds since the epoch. */
  readonly epochNow: () => number;
}

/** Gives the report of this window. */
export class Statistics {
  readonly #sources: StatisticsSources;

  constructor(sources: StatisticsSources) {
    this.#sources = sources;
  }

  /** What is known now: the engine's own figures, the disk and other windows are as of the last look at them. */
  report(): StatisticsReport {
    const { monitor, snapshots, days, settings, epochNow } = this.#sources;
    const { snapshotsEnabled, snapshotsMegabytes } = settings();
    return buildReport({
      takenAt: epochNow(),
      state: monitor.state,
      snapshots: snapshots.report({ enabled: snapshotsEnabled, maxBytes: snapshotsMegabytes * 1024 * 1024 }),
      days: days.days(),
    });
  }

  /** Looks at everything that {@link report} does not wait for. Never rejects. */
  async refresh(): Promise<void> {
    const { monitor, snapshots, days } = this.#sources;
    await Promise.all([monitor.refresh(), snapshots.refresh(), days.refresh()]);
  }

  /** The report after a look at everything. */
  async fresh(): Promise<StatisticsReport> {
    await this.refresh();
    return this.report();
  }
}
