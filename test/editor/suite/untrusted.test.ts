import { strict as assert } from 'node:assert';
import { suite, suiteTeardown, test } from 'mocha';
import { workspace } from 'vscode';
import { answerAt, closeAllEditors, code, hearth, openFile } from './support';

// Runs in a window of its own, on an untrusted folder whose .vscode/settings.json asks for another model.
suite('Untrusted workspace', () => {
  suiteTeardown(closeAllEditors);

  test('completes, with the model and the process that the user chose', async () => {
    assert.equal(workspace.isTrusted, false);
    const api = await hearth();
    const { document, selection } = await openFile('untrusted.ts', code);
    await answerAt(api, document, selection.active);
    const status = api.engineStatus();
    assert.ok('model' in status);
    assert.equal(status.model.name, 'hearth-tiny');
    assert.notEqual(await api.engineProcessId(), process.pid);
  });
});
