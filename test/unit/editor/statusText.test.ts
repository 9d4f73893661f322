import { describe, expect, test } from 'vitest';
import { statusFace } from '../../../src/editor/statusBar/statusText';
import { freshState, sampleModel, sampleState } from './sampleState';

const crash = { reason: 'engine-crashed', message: 'It ended.' } as const;

describe('statusFace', () => {
  test.each([
    ['before the first request', freshState(), '$(flame) Hearth'],
    ['loading', freshState({ engine: { state: 'loading' } }), '$(loading~spin) Hearth'],
    ['figures', sampleState(), '$(flame) 88%'],
    [
      'working, not long enough to say so',
      sampleState({ engine: { state: 'working', model: sampleModel } }),
      '$(flame) 88%',
    ],
    ['busy', sampleState({ isBusy: true }), '$(loading~spin) 88%'],
    ['off', sampleState({ off: { reason: 'disabled', message: 'Off.' } }), '$(circle-slash) 88%'],
    ['crashed', sampleState({ engine: { state: 'restarting', problem: crash } }), '$(warning) 88%'],
    ['down', freshState({ engine: { state: 'problem', problem: crash } }), '$(error) Hearth'],
    ['recording', sampleState({ recording: 'a.ts' }), '$(record) $(flame) 88%'],
    [
      'a wrong setting',
      sampleState({ settingProblems: [{ setting: 'hearth.x', found: '1', expected: 'true' }] }),
      '$(flame) 88% $(warning)',
    ],
  ])('%s', (_, state, text) => {
    expect(statusFace(state, 'compact').text).toBe(text);
  });

  test('full adds KV reuse and foreground tokens a keystroke', () => {
    expect(statusFace(sampleState(), 'full').text).toBe('$(flame) 88% · KV 97% · \u20073.0 tok/key');
    expect(statusFace(freshState(), 'full').text).toBe('$(flame) Hearth');
  });

  test('is loud only about the engine', () => {
    expect(statusFace(sampleState(), 'compact').severity).toBe('none');
    const at = (state: 'restarting' | 'problem') =>
      statusFace(sampleState({ engine: { state, problem: crash } }), 'compact').severity;
    expect([at('restarting'), at('problem')]).toEqual(['warning', 'error']);
  });

  test('says the same to a screen reader, without icons', () => {
    expect(statusFace(sampleState(), 'compact').label).toBe('Hearth: ready, hit rate 88%');
    expect(statusFace(freshState({ recording: 'a.ts' }), 'compact').label).toBe(
      'Hearth: ready, recording a typing trace',
    );
  });
});
