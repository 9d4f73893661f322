import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { Emitter } from '../base/emitter';
import type { EngineExit, EngineHandle, EngineLauncher } from './launcher';

/** Serves an engine over two streams, and says when it has let go of everything. */
export type Serve = (input: Readable, output: Writable, onClosed: () => void, addedBinaries?: string) => void;

/** What the engine's bundle exports. */
interface EngineModule {
  readonly serve: Serve;
}

/** Runs the engine's bundle in this process, over an in-memory channel with the same messages. */
export class InProcessLauncher implements EngineLauncher {
  readonly #bundlePath: string;
  readonly #addedBinaries: string | undefined;

  /** `addedBinaries`: as `ProcessLauncher` takes it. */
  constructor(bundlePath: string, addedBinaries?: string) {
    this.#bundlePath = bundlePath;
    this.#addedBinaries = addedBinaries;
  }

  async launch(): Promise<EngineHandle> {
    const { serve } = (await import(pathToFileURL(this.#bundlePath).href)) as EngineModule;
    return serveInProcess(serve, this.#addedBinaries);
  }
}

/** An engine in this process, over an in-memory channel. */
export function serveInProcess(serve: Serve, addedBinaries?: string): EngineHandle {
  const toEngine = new PassThrough();
  const toOwner = new PassThrough();
  const exited = new Emitter<EngineExit>();
  const onClosed = (): void => exited.fire({ code: 0, signal: null });
  serve(toEngine, toOwner, onClosed, addedBinaries);
  return {
    connection: createMessageConnection(new StreamMessageReader(toOwner), new StreamMessageWriter(toEngine)),
    processId: process.pid,
    onDidExit: exited.event,
    kill: () => {
      // The engine lets go of its model when its channel closes, but cannot be made to hurry.
      toEngine.end();
      toOwner.end();
      onClosed();
    },
  };
}
