import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Event } from '../base/emitter';

/** How an engine ended. In-process engines end only when they are told to. */
export interface EngineExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** A running engine and the connection to it, not yet initialized. */
export interface EngineHandle {
  readonly connection: MessageConnection;
  readonly processId: number;
  readonly onDidExit: Event<EngineExit>;
  /** Ends the engine at once. `onDidExit` fires when it is gone. */
  kill(): void;
}

/** Starts engines, in a process of their own or in this one. */
export interface EngineLauncher {
  launch(): Promise<EngineHandle>;
}
