import type { CompletionOutcome } from '../../src/completion/outcome';
import type { CompletionRequest } from '../../src/completion/request';
import { WrappedPipeline } from './wrappedPipeline';

/** A pipeline that is asked at each key as if by hand: it always asks the engine, and shows what it is not sure of. */
export class UnrestrainedPipeline extends WrappedPipeline {
  override complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome> {
    return this.inner.complete({ ...request, trigger: 'explicit' }, signal);
  }
}
