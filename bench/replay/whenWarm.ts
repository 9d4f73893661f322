import type { Clock } from '../../src/base/clock';
import type { CompletionEngine } from '../../src/engine/port';

/** Longer than a cold prompt takes on a slow machine, in ms. */
export const longestPreparationMs = 60_000;

const lookAgainMs = 50;

/**
 * Resolves once the engine has prepared a document's place, which it does when told of a visit; after
 * {@link longestPreparationMs} in any case, and at once where no model is loaded.
 */
export async function whenWarm(engine: CompletionEngine, document: string, clock: Clock): Promise<void> {
  const until = clock.now() + longestPreparationMs;
  while (engine.status.state === 'ready' && !engine.isWarm(document) && clock.now() < until) {
    await new Promise<void>((resolve) => clock.after(lookAgainMs, resolve));
  }
}
