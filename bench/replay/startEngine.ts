import type { CompletionEngine, PromptText } from '../../src/engine/port';

const anyText: PromptText = {
  document: 'replay:/start',
  path: 'start.ts',
  repository: '',
  before: 'let',
  beforeIsWhole: true,
  after: '',
  line: 0,
};

/**
 * Loads the model by a request that is forgotten again. A replay that begins with a visit would otherwise depend
 * on how long loading takes: what an engine does before it is ready is not counted. Rejects with a HearthError.
 */
export async function startEngine(engine: CompletionEngine): Promise<void> {
  const request = { prompt: anyText, limits: { tokens: 1, lines: 1 } };
  await engine.complete(request, new AbortController().signal);
  await engine.clear();
}
