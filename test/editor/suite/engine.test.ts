import { strict as assert } from 'node:assert';
import { setup, suite, suiteSetup, suiteTeardown, teardown, test } from 'mocha';
import type { HearthApi } from '../../../src/editor/api';
import {
  answerAt,
  closeAllEditors,
  code,
  failureAt,
  hearth,
  openFile,
  setSetting,
  until,
  userSetting,
} from './support';

suite('Engine', () => {
  let api: HearthApi;
  let model: unknown;

  suiteSetup(async () => {
    model = userSetting('model.path');
    assert.ok(model);
    // Resting in a file would start an engine while a test looks at there being none.
    await setSetting('warmUp', false);
  });
  setup(async () => {
    api = await hearth();
    await api.clear();
  });
  teardown(() => setSetting('model.path', model));
  suiteTeardown(async () => {
    await setSetting('warmUp', undefined);
    await closeAllEditors();
  });

  test('runs in a process of its own', async () => {
    const { document, selection } = await openFile('process.ts', code);
    await answerAt(api, document, selection.active);
    const processId = await api.engineProcessId();
    assert.ok(processId);
    assert.notEqual(processId, process.pid);
  });

  test('killed, it is started again by the next request', async () => {
    const { document, selection } = await openFile('killed.ts', code);
    const { text } = await answerAt(api, document, selection.active);
    const killed = await api.engineProcessId();
    assert.ok(killed);

    process.kill(killed, 'SIGKILL');
    await until('the engine is known to be gone', () => api.engineStatus().state === 'restarting');
    await until('the status bar says so', () => api.statusText().startsWith('$(warning)'));
    // The completion cache is still there, and needs no engine.
    assert.equal((await answerAt(api, document, selection.active)).origin, 'cache');
    assert.equal(api.engineStatus().state, 'restarting');

    await api.clear();
    assert.equal((await answerAt(api, document, selection.active)).text, text);
    assert.equal(api.engineStatus().state, 'ready');
    assert.notEqual(await api.engineProcessId(), killed);
    await until('the status bar is calm', () => api.statusText().startsWith('$(flame)'));
  });

  test('killed in the middle of a request, that one fails quietly and the next is answered', async () => {
    const { document, selection } = await openFile('middle.ts', code);
    await answerAt(api, document, selection.active);
    const killed = await api.engineProcessId();
    assert.ok(killed);
    await api.clear();

    const lost = api.complete(document, selection.active);
    process.kill(killed, 'SIGKILL');
    // Nothing rejects; whether it was lost or just in time is chance.
    await lost;

    await until('the engine is known to be gone', () => api.engineStatus().state !== 'working');
    await api.clear();
    await answerAt(api, document, selection.active);
    assert.notEqual(await api.engineProcessId(), killed);
  });

  test('a changed setting ends it and the next request starts another', async () => {
    const { document, selection } = await openFile('changed.ts', code);
    await answerAt(api, document, selection.active);
    const before = await api.engineProcessId();
    try {
      await setSetting('model.contextTokens', 2048);
      await until('the old engine has ended', () => api.engineStatus().state === 'unloaded');
      await answerAt(api, document, selection.active);
      const status = api.engineStatus();
      assert.ok('model' in status);
      assert.equal(status.model.contextTokens, 2048);
      assert.notEqual(await api.engineProcessId(), before);
    } finally {
      await setSetting('model.contextTokens', undefined);
    }
  });

  for (const [what, path, reason] of [
    ['that is missing', '/nowhere/at-all.gguf', 'model-missing'],
    ['that is no model', __filename, 'model-invalid'],
  ] as const) {
    test(`a file ${what} is said in the status bar, and the right one recovers`, async () => {
      const { document, selection } = await openFile('model.ts', code);
      await setSetting('model.path', path);
      await until('the old engine has ended', () => api.engineStatus().state === 'unloaded');

      const failure = await failureAt(api, document, selection.active);

      assert.equal(failure.failure, reason);
      const status = api.engineStatus();
      assert.ok(status.state === 'problem', status.state);
      assert.equal(status.problem.reason, reason);
      assert.ok(status.problem.message.includes(path), status.problem.message);
      await until('the status bar says so', () => api.statusText().startsWith('$(error)'));

      await setSetting('model.path', model);
      await until('the problem is forgotten', () => api.engineStatus().state === 'unloaded');
      await answerAt(api, document, selection.active);
      await until('the status bar is calm', () => api.statusText().startsWith('$(flame)'));
    });
  }
});
