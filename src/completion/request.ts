import type { DocumentView, Position } from './document';

export interface CompletionRequest {
  readonly document: DocumentView;
  readonly position: Position;
  /** `explicit`: the user asked for it; `automatic`: typing or moving did. */
  readonly trigger: 'automatic' | 'explicit';
}
