import { describe, expect, it } from 'vitest';
import { longestPreparationMs, whenWarm } from '../../../bench/replay/whenWarm';
import { FakeClock } from '../../support/fakeClock';
import { OracleEngine } from '../../support/oracleEngine';
import { ScriptedEngine } from '../../support/scriptedEngine';

/** Says when the engine was ready, in ms from the start. */
async function waited(engine: OracleEngine | ScriptedEngine, act: (clock: FakeClock) => Promise<void>) {
  const clock = new FakeClock();
  const start = clock.now();
  let end: number | undefined;
  const warm = whenWarm(engine, 'a', clock).then(() => (end = clock.now() - start));
  await act(clock);
  await warm;
  return end;
}

describe('whenWarm', () => {
  it('waits for the engine to know the document', async () => {
    const engine = new OracleEngine(() => '');
    const end = await waited(engine, async (clock) => {
      await clock.advance(1_020);
      const prompt = { document: 'a', path: 'a', repository: '', before: '', after: '', line: 0 };
      const request = { prompt: { ...prompt, beforeIsWhole: true }, limits: { tokens: 1, lines: 1 } };
      await engine.complete(request, new AbortController().signal);
      await clock.advance(50);
    });
    expect(end).toBe(1_050);
  });

  it('waits no longer than a minute, and not at all for a model that is not loaded', async () => {
    const never = waited(new OracleEngine(() => ''), (clock) => clock.advance(2 * longestPreparationMs));
    expect(await never).toBe(longestPreparationMs);
    const unloaded = new ScriptedEngine();
    unloaded.warm = false;
    expect(await waited(unloaded, () => Promise.resolve())).toBe(0);
  });
});
