import type { CacheUtilisation, CompletionMetrics } from './metrics';
import type { CompletionOutcome } from './outcome';
import type { CompletionRequest } from './request';

/** The completion pipeline as the editor calls it; implemented by `CompletionService`. */
export interface CompletionPipeline {
  readonly metrics: CompletionMetrics;
  /**
   * Answers one request. Never rejects: a failure is an outcome. An answer from the completion cache is ready
   * without waiting, though the promise still settles asynchronously.
   */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome>;
  /** Moves what is cached for a renamed document. */
  renameDocument(from: string, to: string): void;
  /** Drops what is cached for a document. */
  forgetDocument(uri: string): void;
  cacheUtilisation(): CacheUtilisation;
  /** Empties the completion cache and the engine's KV cache. */
  clear(): Promise<void>;
}
