import { describe, expect, test } from 'vitest';
import { languageStatuses } from '../../../src/editor/statusBar/languageStatus';
import { statusFace } from '../../../src/editor/statusBar/statusText';
import type { HearthState } from '../../../src/editor/hearthState';
import { freshState, sampleState } from './sampleState';

const statuses = (state: HearthState) => languageStatuses(state, statusFace(state, 'compact'));

describe('languageStatuses', () => {
  test('says the state and the rate, and leads to the statistics', () => {
    expect(statuses(sampleState())).toEqual([
      {
        id: 'state',
        text: 'Hearth: ready, hit rate 88%',
        detail: 'Hit rate: requests answered with no work by the model',
        severity: 'information',
        isBusy: false,
        action: { title: 'Show Statistics', command: 'hearth.showStatistics' },
      },
    ]);
    expect(statuses(freshState({ engine: { state: 'loading' } }))[0]).toMatchObject({ isBusy: true });
  });

  test('has an entry with one action for each problem', () => {
    const state = sampleState({
      engine: { state: 'problem', problem: { reason: 'model-missing', message: 'It is gone.' } },
      off: { reason: 'language', message: 'Completions are turned off for css.' },
      settingProblems: [
        { setting: 'hearth.a', found: '1', expected: 'true' },
        { setting: 'hearth.b', found: '1', expected: 'true' },
      ],
      otherProviders: ['Other'],
    });
    expect(statuses(state).map(({ id, severity, action }) => [id, severity, action.title])).toEqual([
      ['state', 'information', 'Show Statistics'],
      ['engine', 'error', 'Choose Model'],
      ['off', 'warning', 'Turn On'],
      ['setting', 'warning', 'Open Settings'],
      ['others', 'information', 'Why None Here?'],
    ]);
    expect(statuses(state)[3]?.detail).toMatch(/And 1 more\.$/);
  });

  test('a crash is a warning with its own action', () => {
    const state = sampleState({
      engine: { state: 'restarting', problem: { reason: 'engine-crashed', message: 'It ended.' } },
    });
    expect(statuses(state)[1]).toMatchObject({ severity: 'warning', action: { title: 'Restart Engine' } });
  });

  test.each([
    ['disabled', 'hearth.toggleCompletions'],
    ['language', 'hearth.toggleCompletionsForLanguage'],
    ['excluded', 'hearth.internal.openSettings'],
    ['inline-suggest', 'hearth.internal.openSettings'],
    ['unsupported', 'hearth.showLog'],
  ] as const)('off because of %s leads to %s', (reason, command) => {
    const [, off] = statuses(sampleState({ off: { reason, message: 'Off.' } }));
    expect(off?.action.command).toBe(command);
  });
});
