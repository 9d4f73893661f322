import type { CompletionOutcome } from '../../src/completion/outcome';
import type { CompletionRequest } from '../../src/completion/request';
import { WrappedPipeline } from './wrappedPipeline';

/**
 * A pipeline that remembers no answer: each request finds the completion cache empty, and no request of an
 * earlier key running that it could join.
 */
export class UncachedPipeline extends WrappedPipeline {
  override complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome> {
    this.inner.forgetDocument(request.document.uri);
    return this.inner.complete(request, signal);
  }
}
