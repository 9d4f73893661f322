import { raceAbort } from '../base/abort';
import type { Clock } from '../base/clock';
import type { EngineProcess } from './engineProcess';
import type { EngineRequest } from './port';
import { completeRequest } from './protocol';

/** What a model is tried out with: some tokens of anything show that it computes. */
const trial: EngineRequest = {
  prompt: {
    document: 'hearth:trial',
    path: 'trial.ts',
    repository: '',
    before: 'export function add(a: number, b: number) {\n  return ',
    beforeIsWhole: true,
    after: '\n}\n',
    line: 1,
  },
  limits: { tokens: 8, lines: 1 },
};

/** How long a model may take for its first answer, in ms: a large one on a slow processor reads for a while. */
const tryMs = 60_000;

/** Resolves when an engine has answered once. Fails with its reason, or with `AbortError`; one that hangs is killed. */
export async function tryEngine(engine: EngineProcess, clock: Clock, signal: AbortSignal): Promise<void> {
  const hang = clock.after(tryMs, () => engine.kill('engine-hung'));
  const answer = engine.request((connection) =>
    connection.sendRequest(completeRequest, { id: 0, request: trial }),
  );
  await raceAbort(answer, signal).finally(() => hang.dispose());
}
