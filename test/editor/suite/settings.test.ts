import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { commands, workspace } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import {
  answerAt,
  closeAllEditors,
  code,
  hearth,
  inWorkspace,
  newOutcomes,
  openFile,
  setSetting,
  trigger,
  until,
  userSetting,
} from './support';

suite('Settings', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  test('Toggle Completions turns all off and on', async () => {
    const { document, selection } = await openFile('toggled.ts', code);
    await commands.executeCommand('hearth.toggleCompletions');
    try {
      assert.equal(userSetting('enabled'), false);
      await assertOutcome('none:disabled');
      await until('the status bar says so', () => api.statusText().startsWith('$(circle-slash)'));
    } finally {
      await commands.executeCommand('hearth.toggleCompletions');
    }
    await answerAt(api, document, selection.active);
    await until('the status bar is calm', () => api.statusText().startsWith('$(flame)'));
    await setSetting('enabled', undefined);
  });

  test('Toggle Completions for This Language turns only it off and on', async () => {
    await openFile('toggled.py', 'def add(a, b):\n    return |\n');
    await commands.executeCommand('hearth.toggleCompletionsForLanguage');
    try {
      assert.deepEqual(userSetting('languages'), { python: false });
      await assertOutcome('none:disabled');
      const other = await openFile('toggled.ts', code);
      await answerAt(api, other.document, other.selection.active);
    } finally {
      await openFile('toggled.py', 'def add(a, b):\n    return |\n');
      await commands.executeCommand('hearth.toggleCompletionsForLanguage');
    }
    assert.deepEqual(userSetting('languages'), { python: true });
    await setSetting('languages', undefined);
  });

  test('a file that may hold secrets is never given to the model', async () => {
    const before = api.metrics();
    await openFile('.env', 'API_KEY=|');
    await assertOutcome('none:excluded');
    assert.equal(api.metrics().engineRequests, before.engineRequests);
    await until('the status bar says so', () => api.statusText().startsWith('$(circle-slash)'));
  });

  test('the excluded files of the user and of the workspace apply together', async () => {
    const settings = workspace.getConfiguration('hearth');
    await setSetting('excludedFiles', ['**/private/**']);
    await settings.update('excludedFiles', ['*.private.ts'], false);
    try {
      await openFile('private/user.ts', code);
      await assertOutcome('none:excluded');
      await openFile('workspace.private.ts', code);
      await assertOutcome('none:excluded');
      const { document, selection } = await openFile('public.ts', code);
      await answerAt(api, document, selection.active);
    } finally {
      await setSetting('excludedFiles', undefined);
      await settings.update('excludedFiles', undefined, false);
    }
  });

  test('values of wrong types are said once and otherwise ignored', async () => {
    const wrong: Record<string, unknown> = {
      enabled: 'yes',
      languages: 'all',
      excludedFiles: 5,
      multiline: 1,
      maxTokens: 'many',
      timeBudgetMs: -1,
      'statusBar.detail': ['loud'],
      'cache.entries': null,
      'cache.megabytes': {},
      'model.contextTokens': 1.5,
      'engine.threads': 'all',
      'engine.gpu': 'coal',
      'engine.process': 7,
    };
    const { document, selection } = await openFile('wrong.ts', code);
    try {
      for (const [key, value] of Object.entries(wrong)) await setSetting(key, value);
      await answerAt(api, document, selection.active);
      await until('the status bar hints at it', () => api.statusText().endsWith('$(warning)'));
      assert.notEqual(await api.engineProcessId(), process.pid);
    } finally {
      for (const key of Object.keys(wrong)) await setSetting(key, undefined);
    }
    await until('the hint is gone', () => !api.statusText().includes('$(warning)'));
  });

  test('a workspace chooses neither the model nor how it runs', async () => {
    const folder = inWorkspace('.vscode').fsPath;
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      inWorkspace('.vscode/settings.json').fsPath,
      JSON.stringify({
        'hearth.statusBar.detail': 'full',
        'hearth.model.path': '/nowhere/at-all.gguf',
        'hearth.engine.process': 'extensionHost',
      }),
    );
    try {
      const read = (): unknown => workspace.getConfiguration('hearth').get('statusBar.detail');
      await until('the workspace’s settings are read', () => read() === 'full');
      const { document, selection } = await openFile('workspace.ts', code);
      await answerAt(api, document, selection.active);
      assert.notEqual(await api.engineProcessId(), process.pid);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  /** Triggers a completion in the active editor, as a user does. */
  async function assertOutcome(kind: string): Promise<void> {
    const before = api.metrics();
    await trigger(api);
    assert.deepEqual(Object.keys(newOutcomes(before.outcomes, api.metrics().outcomes)), [kind]);
  }
});
