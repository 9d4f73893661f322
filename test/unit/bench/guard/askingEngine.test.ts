import { describe, expect, it } from 'vitest';
import { answerKey } from '../../../../bench/guard/answerKey';
import { AskingEngine } from '../../../../bench/guard/askingEngine';
import { RecordedAnswers } from '../../../../bench/guard/recordedAnswers';
import type { EngineRequest } from '../../../../src/engine/port';
import { OracleEngine } from '../../../support/oracleEngine';
import { never } from '../../../support/engineUnderTest';
import { ScriptedEngine } from '../../../support/scriptedEngine';

function request(before: string): EngineRequest {
  const prompt = {
    document: 'd',
    path: 'a.ts',
    repository: '',
    before,
    beforeIsWhole: true,
    after: '',
    line: 0,
  };
  return { prompt, limits: { tokens: 48, lines: 1 } };
}

describe('AskingEngine', () => {
  it('asks the model once for each question, also for what is computed ahead, before the engine needs it', async () => {
    const answers = new RecordedAnswers();
    const model = new ScriptedEngine(({ prompt }) => `after ${prompt.before}`);
    const known = (asked: EngineRequest): boolean => answers.has(answerKey(asked.prompt, asked.limits));
    const seen: boolean[] = [];
    const recorded = new OracleEngine((asked) => {
      seen.push(known(asked));
      return 'recorded';
    });
    const engine = new AskingEngine(recorded, model, answers);
    expect((await engine.complete(request('a'), never)).text).toBe('recorded');
    await engine.complete(request('a'), never);
    await engine.complete({ ...request('b'), priority: 'ahead' }, never);
    expect(model.calls.map((call) => call.request)).toEqual([request('a'), request('b')]);
    expect(seen).toEqual([true, true, true]);
    expect(answers.find(answerKey({ before: 'b', after: '' }, { lines: 1 }), 'b')?.text).toBe('after b');
  });
});
