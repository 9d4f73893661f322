import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { SystemClock } from '../../src/base/clock';
import { SilentLogger } from '../../src/base/logger';
import { EngineClient } from '../../src/engine/engineClient';
import { serveEngine } from '../../src/engine/host/engineServer';
import { serveInProcess } from '../../src/engine/inProcessLauncher';
import type { EngineLauncher } from '../../src/engine/launcher';
import type { EngineConfig } from '../../src/engine/protocol';
import { RecordedBackend } from './recordedBackend';
import type { RecordedAnswers } from './recordedAnswers';

/** The engine's own client, server, scheduler and places, with recorded answers. The caller disposes it. */
export function createRecordedEngine(answers: RecordedAnswers, config: EngineConfig): EngineClient {
  const clock = new SystemClock();
  const launcher: EngineLauncher = {
    launch: () =>
      Promise.resolve(
        serveInProcess((input, output, onClosed) => {
          const connection = createMessageConnection(
            new StreamMessageReader(input),
            new StreamMessageWriter(output),
          );
          serveEngine(connection, clock, onClosed, new RecordedBackend(answers));
        }),
      ),
  };
  return new EngineClient({
    launcher: () => launcher,
    config: () => config,
    clock,
    logger: new SilentLogger(),
  });
}
