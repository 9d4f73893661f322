import type { Clock } from '../../base/clock';
import { messageOf } from '../../base/errors';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import type { CompletionMetrics } from '../../completion/metrics';
import type { DayFolder } from './days/dayFolder';
import {
  countedBetween,
  dayOf,
  type Days,
  emptyTally,
  isEmpty,
  keptOf,
  sumOfDays,
  toDayTotals,
} from './days/days';
import type { DayTotals } from './report';

/** How long counts are only in memory, in ms. */
export const saveAfterMs = 60_000;

const noDays: Days = new Map();

export interface DailyTotalsOptions {
  readonly metrics: CompletionMetrics;
  readonly folder: DayFolder;
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly epochNow: () => number;
  readonly logger: Logger;
}

/**
 * Adds up what is counted day by day, over windows and restarts, and keeps it on disk. Nothing is read or written before
 * something was counted or asked for. Trouble with the disk is logged, and the counts stay in memory until it is over.
 */
export class DailyTotals implements Disposable {
  readonly #options: DailyTotalsOptions;
  readonly #store = new DisposableStore();
  readonly #timer = this.#store.add(new MutableDisposable<Disposable>());
  #last = emptyTally;
  /** What is in this window's file. */
  #saved = noDays;
  /** What is being written to it. */
  #saving = noDays;
  /** What was counted since. */
  #unsaved = noDays;
  #others = noDays;
  /** Reading and writing, one after another. */
  #work: Promise<void> = Promise.resolve();
  #hasAdopted = false;
  #hasFailed = false;

  constructor(options: DailyTotalsOptions) {
    this.#options = options;
    this.#store.add(options.metrics.onDidChange(() => this.take()));
  }

  /** All windows' days, the oldest first and today last; those of other windows as of the last {@link refresh}. */
  days(): readonly DayTotals[] {
    this.take();
    const now = this.#options.epochNow();
    const today: Days = new Map([[dayOf(now), emptyTally]]);
    return toDayTotals(keptOf(sumOfDays([today, this.#others, this.#content()]), now));
  }

  /** Counts what has happened until now: to be called before the figures begin anew. */
  take(): void {
    const now = this.#options.metrics.tally();
    const counted = countedBetween(this.#last, now);
    this.#last = now;
    if (isEmpty(counted)) return;
    const today: Days = new Map([[dayOf(this.#options.epochNow()), counted]]);
    this.#unsaved = sumOfDays([this.#unsaved, today]);
    if (this.#store.isDisposed) return;
    if (!this.#hasAdopted) void this.#queue(() => this.#adopt());
    this.#timer.value ??= this.#options.clock.after(saveAfterMs, () => {
      this.#timer.clear();
      void this.#queue(() => this.#save());
    });
  }

  /** Reads what other windows have written. Never rejects. */
  async refresh(): Promise<void> {
    await this.#queue(async () => {
      await this.#adopt();
      await this.#noticeClearing();
      this.#others = sumOfDays(await this.#options.folder.readOthers());
    });
  }

  /** Forgets all days, of all windows. */
  async clear(): Promise<void> {
    this.take();
    await this.#queue(async () => {
      this.#timer.clear();
      this.#saved = noDays;
      this.#unsaved = noDays;
      this.#others = noDays;
      await this.#options.folder.clear();
    });
  }

  /** Writes what is not written yet. */
  dispose(): void {
    if (this.#store.isDisposed) return;
    this.take();
    this.#store.dispose();
    if (this.#saving.size === 0 && this.#unsaved.size === 0) return;
    try {
      this.#options.folder.writeNow(this.#content());
    } catch (error) {
      this.#options.logger.debug(`The daily totals were not saved: ${messageOf(error)}`);
    }
  }

  async #adopt(): Promise<void> {
    if (this.#hasAdopted || this.#store.isDisposed) return;
    this.#hasAdopted = true;
    this.#saved = (await this.#options.folder.adopt()) ?? noDays;
  }

  async #save(): Promise<void> {
    const { folder } = this.#options;
    await this.#adopt();
    await this.#noticeClearing();
    const content = this.#content();
    this.#saving = this.#unsaved;
    this.#unsaved = noDays;
    try {
      await folder.write(content, () => !this.#store.isDisposed);
      this.#saved = content;
      this.#hasFailed = false;
    } catch (error) {
      this.#unsaved = sumOfDays([this.#saving, this.#unsaved]);
      throw error;
    } finally {
      this.#saving = noDays;
    }
  }

  /** Where another window has cleared all, what it forgot must not come back. */
  async #noticeClearing(): Promise<void> {
    if (this.#saved.size > 0 && !(await this.#options.folder.hasOwn())) this.#saved = noDays;
  }

  #content(): Days {
    return keptOf(sumOfDays([this.#saved, this.#saving, this.#unsaved]), this.#options.epochNow());
  }

  #queue(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      const { logger } = this.#options;
      // A disk that is full stays so at every attempt.
      if (!this.#hasFailed) logger.warn(`The daily totals cannot be kept on disk: ${messageOf(error)}`);
      this.#hasFailed = true;
    });
    return this.#work;
  }
}
