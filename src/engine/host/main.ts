import type { Readable, Writable } from 'node:stream';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { SystemClock } from '../../base/clock';
import { useAddedBinaries } from './addedBinaries';
import { serveEngine } from './engineServer';

/**
 * Entry of the engine's bundle. Started as a process of its own it serves its parent over the IPC channel, and
 * ends with it: the channel closes when the parent goes, even if it was killed. Loaded into another process it
 * serves the streams that the loader passes to {@link serve}, and says when it has let go of everything. It makes
 * the connection itself, because a connection and its message types must come from one copy of their library.
 * `addedBinaries`: a `node_modules` with binaries that the user added, if any.
 */
export function serve(input: Readable, output: Writable, onClosed: () => void, addedBinaries?: string): void {
  if (addedBinaries !== undefined) useAddedBinaries(addedBinaries);
  const connection = createMessageConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  serveEngine(connection, new SystemClock(), onClosed);
}

/** How long an engine whose owner is gone may take to save its places, in ms. */
const endMs = 3_000;

if (process.env['HEARTH_ENGINE_PROCESS'] === String(process.ppid) && process.send) {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  const addedBinaries = process.env['HEARTH_ADDED_BINARIES'];
  if (addedBinaries) useAddedBinaries(addedBinaries);
  // The connection closes too, and what is worth it is saved; this ends an engine that cannot end by itself.
  process.on('disconnect', () => setTimeout(() => process.exit(0), endMs).unref());
  serveEngine(connection, new SystemClock(), () => process.exit(0));
}
