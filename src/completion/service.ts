import type { Event } from '../base/emitter';
import type { CacheUtilisation, CompletionMetrics } from './metrics';
import type { DocumentView, Position } from './document';
import type { CompletionOutcome } from './outcome';
import type { CompletionRequest } from './request';

/** A document of which a part of an answer was given, and its version then. */
export interface FinishedPart {
  readonly uri: string;
  readonly version: number;
}

/** The completion pipeline as the editor calls it; implemented by `CompletionService`. */
export interface CompletionPipeline {
  readonly metrics: CompletionMetrics;
  /** Fires when an answer of which a part was given is whole: asked again, the pipeline has it at once. */
  readonly onDidFinishPart: Event<FinishedPart>;
  /**
   * Answers one request. Never rejects: a failure is an outcome. An answer from the completion cache is ready
   * without waiting, though the promise still settles asynchronously.
   */
  complete(request: CompletionRequest, signal: AbortSignal): Promise<CompletionOutcome>;
  /**
   * Tells that the cursor came to rest without typing: in a document just opened, or at another place. The engine
   * prepares it when idle, so that the first key is warm. Documents that are never completed are not read.
   */
  visit(document: DocumentView, position: Position): void;
  /** Moves what is cached for a renamed document. */
  renameDocument(from: string, to: string): void;
  /** Tells that a document was closed. What is cached for it stays, for when it is opened again. */
  closeDocument(uri: string): void;
  /** Drops what is cached for a document. */
  forgetDocument(uri: string): void;
  cacheUtilisation(): CacheUtilisation;
  /** Empties the completion cache and the engine's KV cache. */
  clear(): Promise<void>;
}
