import type { MetricsSnapshot } from '../../src/completion/metrics';
import { MetricsRecorder } from '../../src/completion/metricsRecorder';
import type { CompletionOutcome } from '../../src/completion/outcome';
import type { EngineCost } from '../../src/engine/port';
import type { ReplayTotal } from '../replay/replay';
import { RequestTimes, type TimeFigures } from '../replay/requestTimes';

/** Counts what happens in all traces together. */
export class TracesTotal implements ReplayTotal {
  readonly #metrics = new MetricsRecorder();
  readonly #times = new RequestTimes();

  keystroke(): void {
    this.#metrics.keystroke();
  }

  record(outcome: CompletionOutcome): void {
    this.#metrics.record(outcome);
    this.#times.record(outcome);
  }

  lateCost(cost: EngineCost): void {
    this.#metrics.lateCost(cost);
  }

  metrics(): MetricsSnapshot {
    return this.#metrics.snapshot();
  }

  times(): TimeFigures {
    return this.#times.figures();
  }
}
