import type { DocumentView, Position } from './document';

export interface CompletionRequest {
  readonly document: DocumentView;
  readonly position: Position;
  /** `explicit`: the user asked for it; `automatic`: typing or moving did. */
  readonly trigger: 'automatic' | 'explicit';
  /** Most other answers to offer besides; absent: none. Each takes as long to compute as the first. */
  readonly alternatives?: number;
}
