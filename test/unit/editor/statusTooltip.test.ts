import { describe, expect, test } from 'vitest';
import { failureReasons } from './failureReasons';
import { commandIds } from '../../../src/editor/commandIds';
import { remedyFor } from '../../../src/editor/statusBar/remedy';
import { statusTooltip } from '../../../src/editor/statusBar/statusTooltip';
import { freshState, sampleModel, sampleState } from './sampleState';

describe('statusTooltip', () => {
  test('says what the number means and gives the figures behind it', () => {
    const tooltip = statusTooltip(sampleState());
    expect(tooltip).toContain('hit rate 88%');
    expect(tooltip).toContain('answered from the completion cache');
    for (const line of [
      '| Hits | 7 |',
      '| Misses | 1 |',
      '| Entries used | 12 of 1,000 \\(1%\\) |',
      '| Memory used | 3.1 KB of 8 MB \\(\\< 1%\\) |',
      '| Prompt tokens reused | 97% |',
      '| Foreground tokens a keystroke | 3 |',
      '| Typed through | 7 | \\< 1 ms | \\< 1 ms |',
      '| Model, warm | 1 | 120 ms | 120 ms |',
      '| Model, cold | 0 | – | – |',
      '| Accepted in part | 1 \\(13%\\) |',
      '| Still there after 30 seconds | 30 of 40 \\(75%\\) |',
      '| Model | Starter |',
      '| Computed on | CPU |',
      '| Memory | 312 MB |',
    ]) {
      expect(tooltip).toContain(line);
    }
  });

  test('says that the figures are not served, why, and offers the setting', () => {
    const metricsProblem = 'Figures are not served from this window: port 9464 is in use.';
    const tooltip = statusTooltip(sampleState({ metricsProblem }));
    expect(tooltip.startsWith('$(warning) Figures are not served')).toBe(true);
    expect(tooltip).toContain(`?${encodeURIComponent('["hearth.metrics.port"]')}`);
    expect(statusTooltip(sampleState())).not.toContain('Figures are not served');
  });

  test('has links to no commands but its own', () => {
    const states = [sampleState(), freshState({ off: { reason: 'inline-suggest', message: 'Off.' } })];
    const links = states.flatMap((state) => [...statusTooltip(state).matchAll(/\]\(command:([^)?]+)/g)]);
    expect(links.length).toBeGreaterThan(5);
    for (const [, command] of links) expect(Object.values(commandIds)).toContain(command);
  });

  test.each(failureReasons)('a problem (%s) stands first, with one action', (reason) => {
    const tooltip = statusTooltip(
      freshState({ engine: { state: 'problem', problem: { reason, message: 'The file is wrong.' } } }),
    );
    const [message, action, rule] = tooltip.split('\n\n');
    expect(message).toBe('$(error) The file is wrong.');
    expect(action).toMatch(/^\[(Choose Model|Restart Engine|Show Log)\]\(command:hearth\.\w+\)$/);
    expect(action).toContain(remedyFor(reason).command);
    expect(rule).toBe('---');
  });

  test('offers to add the back end of a GPU where one seems to be there, and only then', () => {
    const withGpu = { ...sampleModel, canAddGpu: true };
    const link = '[Add GPU Support](command:hearth.addGpuSupport)';
    expect(statusTooltip(sampleState({ engine: { state: 'ready', model: withGpu } }))).toContain(link);
    expect(statusTooltip(sampleState())).not.toContain('Add GPU Support');
  });

  test('text from files and errors is text', () => {
    const name = '[x](command:evil) | $(bug) <img>\n# h';
    const tooltip = statusTooltip(
      sampleState({ engine: { state: 'ready', model: { ...sampleModel, name } }, recording: '[a](b)' }),
    );
    expect(tooltip).not.toContain('](command:evil)');
    expect(tooltip).not.toContain('](b)');
    expect(tooltip).toContain('| Model | \\[x\\]\\(command:evil\\) \\| \\$\\(bug\\) \\<img\\> \\# h |');
  });

  test('says how the last request ended', () => {
    const tooltip = statusTooltip(
      sampleState({ lastOutcome: { kind: 'none', reason: 'filtered', filter: 'echo' } }),
    );
    expect(tooltip).toContain('None: the answer was not good enough \\(echo\\)');
  });

  test('names other extensions that offer completions', () => {
    expect(statusTooltip(sampleState({ otherProviders: ['Other'] }))).toContain(
      'Other also offers completions',
    );
    expect(statusTooltip(sampleState())).not.toContain('also offers');
  });

  test('names a setting that is wrong', () => {
    const tooltip = statusTooltip(
      sampleState({ settingProblems: [{ setting: 'hearth.maxTokens', found: '0', expected: 'a number' }] }),
    );
    expect(tooltip).toContain('hearth.maxTokens is 0, but should be a number');
    expect(tooltip).toContain(`command:${commandIds.openSettings}?%5B%22hearth.maxTokens%22%5D`);
  });
});
