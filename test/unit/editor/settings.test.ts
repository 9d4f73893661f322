import { describe, expect, test } from 'vitest';
import {
  completionSettings,
  describeProblem,
  engineConfig,
  engineSettingsKey,
  generationOf,
  readSettings,
} from '../../../src/editor/settings';

const defaults = readSettings(() => undefined).settings;

function readOne(key: string, value: unknown) {
  return readSettings((asked) => (asked === key ? value : undefined));
}

describe('readSettings', () => {
  test('nothing set gives the defaults and no problem', () => {
    expect(readSettings(() => undefined).problems).toEqual([]);
    expect(defaults).toMatchObject({ enabled: true, languages: { '*': true }, maxTokens: 48, modelPath: '' });
  });

  test.each([
    ['enabled', 'yes', 'true or false'],
    ['maxTokens', 0, 'a whole number from 1 to 256'],
    ['maxTokens', 257, 'a whole number from 1 to 256'],
    ['maxTokens', 1.5, 'a whole number from 1 to 256'],
    ['maxTokens', '48', 'a whole number from 1 to 256'],
    ['timeBudgetMs', Number.NaN, 'a whole number from 50 to 10000'],
    ['background.cpuPercent', 101, 'a whole number from 0 to 100'],
    ['statusBar.detail', 'huge', 'one of "compact", "full"'],
    ['model.path', 'models/a.gguf', 'an absolute path of a GGUF file, or empty'],
    ['languages', ['python'], 'an object which gives true or false for each language'],
    ['languages', null, 'an object which gives true or false for each language'],
    ['excludedFiles', 'secret', 'a list of glob patterns'],
  ])('%s: %j gives the default and one problem', (key, value, expected) => {
    const { settings, problems } = readOne(key, value);
    expect(settings).toEqual(defaults);
    expect(problems).toEqual([{ setting: `hearth.${key}`, found: JSON.stringify(value), expected }]);
  });

  test('the limits themselves are valid', () => {
    expect(readOne('maxTokens', 1).settings.maxTokens).toBe(1);
    expect(readOne('maxTokens', 256)).toMatchObject({ settings: { maxTokens: 256 }, problems: [] });
  });

  test('a wrong member of a collection is reported and the others stay', () => {
    const excluded = readOne('excludedFiles', ['*.pem', 7, '', ['x']]);
    expect(excluded.settings.excludedFiles).toEqual(['*.pem']);
    expect(excluded.problems).toHaveLength(1);
    const languages = readOne('languages', { '*': false, python: 'yes', go: true });
    expect(languages.settings.languages).toEqual({ '*': false, go: true });
    expect(languages.problems).toHaveLength(1);
  });

  test('a problem names the setting, what was found and what was expected, at a readable length', () => {
    const [problem] = readOne('enabled', 'x'.repeat(500)).problems;
    const line = problem === undefined ? '' : describeProblem(problem);
    expect(line).toMatch(/^The setting hearth\.enabled is "xxx.*…, but should be true or false\./);
    expect(line.length).toBeLessThan(200);
  });
});

describe('what settings lead to', () => {
  const paths = { starterPath: '/starter.gguf', snapshotFolder: '/snapshots' };

  test('the starter model stands in for an empty path', () => {
    expect(engineConfig(defaults, paths)).toMatchObject({ modelPath: '/starter.gguf', gpu: 'auto' });
    const own = { ...defaults, modelPath: '/own.gguf' };
    expect(engineConfig(own, paths).modelPath).toBe('/own.gguf');
  });

  test('nothing is kept on disk before the user has agreed', () => {
    expect(engineConfig(defaults, paths).snapshots).toBeUndefined();
    const agreed = { ...defaults, snapshotsEnabled: true, snapshotsMegabytes: 64 };
    expect(engineConfig(agreed, paths).snapshots).toEqual({ folder: '/snapshots', maxBytes: 64 * 1024 ** 2 });
  });

  test('background work is bounded, and can be turned off', () => {
    expect(engineConfig(defaults, paths).backgroundCpuPercent).toBe(20);
    const off = { ...defaults, backgroundCpuPercent: 0 };
    expect(engineConfig(off, paths).backgroundCpuPercent).toBe(0);
  });

  test('the layout is left to the model unless one is named', () => {
    expect(engineConfig(defaults, paths).layout).toBeUndefined();
    expect(engineConfig({ ...defaults, modelLayout: 'suffix-first' }, paths).layout).toBe('suffix-first');
  });

  test.each([
    ['modelPath', '/own.gguf', true, true],
    ['modelLayout', 'plain', true, true],
    ['contextTokens', 2048, true, true],
    ['kvMegabytes', 512, true, false],
    ['snapshotsEnabled', true, true, false],
    ['snapshotsMegabytes', 64, true, false],
    ['engineGpu', 'off', true, true],
    ['engineThreads', 2, true, false],
    ['engineProcess', 'extensionHost', true, false],
    ['backgroundCpuPercent', 0, true, false],
    ['multiline', false, false, true],
    ['maxTokens', 8, false, true],
    ['timeBudgetMs', 60, false, true],
    ['enabled', false, false, false],
    ['statusBarDetail', 'full', false, false],
  ])(
    '%s: a new engine or a new generation only where it must be',
    (name, value, newEngine, newGeneration) => {
      const changed = { ...defaults, [name]: value };
      expect(engineSettingsKey(changed) !== engineSettingsKey(defaults)).toBe(newEngine);
      expect(generationOf(changed) !== generationOf(defaults)).toBe(newGeneration);
      expect(completionSettings(changed).generation).toBe(generationOf(changed));
    },
  );
});

test('the pipeline reads as far as the engine may use', () => {
  expect(completionSettings(defaults).reach).toBe(1);
  expect(completionSettings({ ...defaults, contextTokens: 6144 }).reach).toBe(2);
});
