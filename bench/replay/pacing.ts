import type { CompletionOutcome } from '../../src/completion/outcome';

/** How time passes between the events of a replay, and how requests run in it. */
export interface Pacing {
  /** Resolves when the event at `at` (ms from the start of the replay) happens. */
  until(at: number): Promise<void>;
  /** Starts a request; resolves when the next event may be waited for, which need not be after the answer. */
  ask(request: (signal: AbortSignal) => Promise<CompletionOutcome>): Promise<void>;
  /** The cursor goes elsewhere: calls off the request that runs, as an editor does; there is no outcome then. */
  leave(): void;
  /** How the last request ended, if it has. */
  readonly outcome: CompletionOutcome | undefined;
  /** Resolves when the last request has ended. */
  finish(): Promise<void>;
}
