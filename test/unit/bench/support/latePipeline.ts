import { SystemClock } from '../../../../src/base/clock';
import { Emitter } from '../../../../src/base/emitter';
import type { DocumentView, Position } from '../../../../src/completion/document';
import type { CacheUtilisation } from '../../../../src/completion/metrics';
import { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import type { CompletionOutcome } from '../../../../src/completion/outcome';
import type { CompletionPipeline, FinishedPart } from '../../../../src/completion/service';

/** Answers each request some time later, whatever has become of the document: what no pipeline may do. */
export class LatePipeline implements CompletionPipeline {
  readonly metrics = new MetricsRecorder();
  readonly onDidFinishPart = new Emitter<FinishedPart>().event;
  readonly visits: Position[] = [];
  readonly #clock = new SystemClock();

  /** `lateMs` is from the request to its answer. */
  constructor(readonly lateMs: number) {}

  async complete(): Promise<CompletionOutcome> {
    await new Promise<void>((resolve) => this.#clock.after(this.lateMs, resolve));
    return { kind: 'answer', origin: 'warm', text: 'late', replaceAfter: 0, timeToTextMs: this.lateMs };
  }

  visit(_document: DocumentView, position: Position): void {
    this.visits.push(position);
  }

  renameDocument(): void {}

  closeDocument(): void {}

  forgetDocument(): void {}

  cacheUtilisation(): CacheUtilisation {
    return { entries: 0, maxEntries: 0, bytes: 0, maxBytes: 0 };
  }

  clear(): Promise<void> {
    return Promise.resolve();
  }
}
