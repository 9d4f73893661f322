import { expect, test } from 'vitest';
import { defaultProfile } from '../../../bench/replay/costProfile';
import { ProfiledEngine } from '../../../bench/replay/profiledEngine';
import { ProfiledPacing } from '../../../bench/replay/profiledPacing';
import { turn, VirtualClock } from '../../../bench/replay/virtualClock';
import { none } from '../../../src/completion/outcome';
import type { EngineRequest } from '../../../src/engine/port';
import { ScriptedEngine } from '../../support/scriptedEngine';

const prompt = {
  document: 'a',
  path: 'a.ts',
  repository: '',
  before: 'let ',
  beforeIsWhole: true,
  after: '',
  line: 0,
};
const ahead: EngineRequest = { prompt, limits: { tokens: 8, lines: 1 }, priority: 'ahead' };

test.each([200, 3_000])(
  'in a gap of %i ms, what is computed ahead has ended before the background gets its tokens, and before the next event',
  async (gap) => {
    const clock = new VirtualClock();
    const scripted = new ScriptedEngine();
    const engine = new ProfiledEngine(scripted, clock, defaultProfile);
    const happened: string[] = [];
    const runBackground = (): Promise<void> => {
      happened.push('background');
      return Promise.resolve();
    };
    const pacing = new ProfiledPacing({ clock, engine, profile: defaultProfile, runBackground });
    await pacing.ask(() => {
      clock.after(1, () => {
        engine.complete(ahead, new AbortController().signal).catch(() => undefined);
        void answerLate(scripted, happened);
      });
      return Promise.resolve(none('empty'));
    });
    await pacing.until(gap);
    happened.push('event');
    expect(happened).toEqual(gap > 500 ? ['ahead', 'background', 'event'] : ['ahead', 'event']);
  },
);

/** The real engine takes its time, whatever the clock says. */
async function answerLate(engine: ScriptedEngine, happened: string[]): Promise<void> {
  for (let turns = 0; turns < 20; turns++) await turn();
  happened.push('ahead');
  engine.aheadCalls[0]?.answer('x');
}
