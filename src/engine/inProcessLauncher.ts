import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { Emitter } from '../base/emitter';
import type { EngineExit, EngineHandle, EngineLauncher } from './launcher';

/** Serves an engine over two streams, and says when it has let go of everything. */
export type Serve = (input: Readable, output: Writable, onClosed: () => void) => void;

/** What the engine's bundle exports. */
interface EngineModule {
  readonly serve: Serve;
}

/** Runs the engine's bundle in this process, over an in-memory channel with the same messages. */
export class InProcessLauncher implements EngineLauncher {
  readonly #bundlePath: string;

  constructor(bundlePath: string) {
    this.#bundlePath = bundlePath;
  }

  async launch(): Promise<EngineHandle> {
    const { serve } = (await import(pathToFileURL(this.#bundlePath).href)) as EngineModule;
    return serveInProcess(serve);
  }
}

/** An engine in this process, over an in-memory channel. */
export function serveInProcess(serve: Serve): EngineHandle {
  const toEngine = new PassThrough();
  const toOwner = new PassThrough();
  const exited = new Emitter<EngineExit>();
  const onClosed = (): void => exited.fire({ code: 0, signal: null });
  serve(toEngine, toOwner, onClosed);
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
