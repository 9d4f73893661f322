import type { Clock } from '../../base/clock';
import { messageOf } from '../../base/errors';
import { type Disposable, DisposableStore, MutableDisposable } from '../../base/lifecycle';
import type { Logger } from '../../base/logger';
import type { StatisticsReport } from '../statistics/report';

/** How long a port that is in use is left alone, in ms: the window that has it may close. */
export const retryMs = 15_000;

/** A server of figures that is running. */
export interface RunningServer extends Disposable {
  readonly port: number;
}

export interface MetricsEndpointOptions {
  /** The setting: 0 is off. */
  readonly port: () => number;
  readonly report: () => Promise<StatisticsReport>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onDidChange: () => void;
}

/**
 * Serves the figures to Prometheus while the setting says so. Of several windows with the same port one has it; the
 * others say so, and one of them gets it when it is free. What serves is loaded only when it is needed.
 */
export class MetricsEndpoint implements Disposable {
  readonly #options: MetricsEndpointOptions;
  readonly #store = new DisposableStore();
  readonly #server = this.#store.add(new MutableDisposable<RunningServer>());
  readonly #retry = this.#store.add(new MutableDisposable<Disposable>());
  #work: Promise<void> = Promise.resolve();
  #problem: string | undefined;

  constructor(options: MetricsEndpointOptions) {
    this.#options = options;
  }

  /** Why the figures are not served though they should be, for the user. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** The port that is listened on. */
  get port(): number | undefined {
    return this.#server.value?.port;
  }

  /** Starts or stops as the setting says now. Never rejects. */
  apply(): Promise<void> {
    // Nothing is loaded, and nothing waited for, where it is off and stays so.
    const isOff = this.#options.port() === 0 && this.port === undefined && this.#problem === undefined;
    if (!isOff) this.#work = this.#work.then(() => this.#apply());
    return this.#work;
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #apply(): Promise<void> {
    const { port: wanted, onDidChange } = this.#options;
    const port = this.#store.isDisposed ? 0 : wanted();
    this.#retry.clear();
    if (this.port === port) return;
    this.#server.clear();
    this.#problem = port === 0 ? undefined : await this.#listen(port);
    onDidChange();
  }

  /** Resolves to what is wrong. */
  async #listen(port: number): Promise<string | undefined> {
    const { report, logger, clock } = this.#options;
    try {
      const { MetricsServer } = await import('./metricsServer');
      this.#server.value = await MetricsServer.listen(port, report);
      logger.info(`Serving the figures at http://127.0.0.1:${port}/metrics.`);
      return undefined;
    } catch (error) {
      const problem = describe(port, error);
      // It is tried again and again, and nothing new is to be said then.
      if (problem !== this.#problem) logger.warn(problem);
      this.#retry.value = clock.after(retryMs, () => void this.apply());
      return problem;
    }
  }
}

function describe(port: number, error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return (
      `Figures are not served from this window: port ${port} is in use, perhaps by another window. ` +
      'This one takes it over once it is free, or choose another port.'
    );
  }
  if (code === 'EACCES') {
    return `Figures are not served: port ${port} is reserved by the system. Choose one from 1024 to 65535.`;
  }
  return `Figures are not served on port ${port}: ${messageOf(error)}. Choose another port.`;
}
