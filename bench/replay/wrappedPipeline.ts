import type { Event } from '../../src/base/emitter';
import type { CacheUtilisation, CompletionMetrics } from '../../src/completion/metrics';
import type { DocumentView, Position } from '../../src/completion/document';
import type { CompletionOutcome } from '../../src/completion/outcome';
import type { CompletionRequest } from '../../src/completion/request';
import type { CompletionPipeline, FinishedPart } from '../../src/completion/service';

/** A pipeline that passes everything on to another one, for wrappers that change one thing. */
export class WrappedPipeline implements CompletionPipeline {
  protected readonly inner: CompletionPipeline;

  constructor(inner: CompletionPipeline) {
    this.inner = inner;
  }

  get metrics(): CompletionMetrics {
    return this.inner.metrics;
  }

  get onDidFinishPart(): Event<FinishedPart> {
    return this.inner.onDidFinishPart;
  }

  complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome> {
    return this.inner.complete(request, signal);
  }

  visit(document: DocumentView, position: Position): void {
    this.inner.visit(document, position);
  }

  renameDocument(from: string, to: string): void {
    this.inner.renameDocument(from, to);
  }

  closeDocument(uri: string): void {
    this.inner.closeDocument(uri);
  }

  forgetDocument(uri: string): void {
    this.inner.forgetDocument(uri);
  }

  cacheUtilisation(): CacheUtilisation {
    return this.inner.cacheUtilisation();
  }

  clear(): Promise<void> {
    return this.inner.clear();
  }
}
