import type { DocumentView, Position } from '../../src/completion/document';

/** What one answer of a model cost. Counts are tokens; times are ms of the clock, from the request on. */
export interface ModelCost {
  /** Prompt tokens evaluated for it. */
  readonly evaluated: number;
  /** Prompt tokens found in the KV cache. */
  readonly reused: number;
  readonly generated: number;
  /** To the first generated token; NaN where there was none. */
  readonly firstTokenMs: number;
}

/** What a peer has to say at a cursor. */
export interface PeerAnswer {
  /** What it shows; empty for nothing. */
  readonly text: string;
  /** Absent where the model was not asked. */
  readonly cost?: ModelCost;
}

/** A way to complete code that Hearth is measured beside, behind the least that a replay needs. */
export interface Peer {
  /** The process whose CPU and memory count. */
  readonly processId: number;
  /** Starts it, and forgets all that was evaluated before. */
  restart(): Promise<void>;
  complete(document: DocumentView, position: Position): Promise<PeerAnswer>;
  /** The cursor went from one place to another, without typing. */
  moved?(from: Place, to: Place): void;
  /** Nobody types for so many ms: resolves to the prompt tokens that were evaluated meanwhile. */
  rest?(ms: number): Promise<number>;
  dispose(): Promise<void>;
}

export interface Place {
  readonly document: DocumentView;
  readonly position: Position;
}
