import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import { AbortError, raceAbort } from '../base/abort';
import type { Clock } from '../base/clock';
import type { Disposable } from '../base/lifecycle';
import type { EngineProcess } from './engineProcess';
import type { EngineAnswer, EngineRequest, TextListener } from './port';
import { completeRequest } from './protocol';

/** A cancelled request must end within a slice; one that has not after this long, in ms, hangs. */
const hangMs = 10_000;

/** Has one completion computed. Rejects as `CompletionEngine.complete` does; an engine that does not let go is killed. */
export async function sendCompletion(
  engine: EngineProcess,
  request: EngineRequest,
  signal: AbortSignal,
  onText: TextListener,
  clock: Clock,
): Promise<EngineAnswer> {
  const source = new CancellationTokenSource();
  const { id, listening } = engine.listen(onText);
  const answer = engine.request((connection) =>
    connection.sendRequest(completeRequest, { id, request }, source.token),
  );
  let watchdog: Disposable | undefined;
  const onAbort = (): void => {
    source.cancel();
    watchdog = clock.after(hangMs, () => engine.kill('engine-hung'));
  };
  signal.addEventListener('abort', onAbort, { once: true });
  const settled = answer.finally(() => {
    signal.removeEventListener('abort', onAbort);
    watchdog?.dispose();
    listening.dispose();
    source.dispose();
  });
  try {
    return await raceAbort(settled, signal);
  } catch (error) {
    if (signal.aborted) throw new AbortError();
    throw error;
  }
}
