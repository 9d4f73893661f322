import { strict as assert } from 'node:assert';
import { suite, suiteTeardown, test } from 'mocha';
import { commands } from 'vscode';
import { acceptCompletion, answerAt, closeAllEditors, code, hearth, openFile, trigger } from './support';

// Runs in a window of its own, whose settings have the engine inside the extension host.
suite('Engine inside the extension host', () => {
  suiteTeardown(closeAllEditors);

  test('answers, and its answers are cached', async () => {
    const api = await hearth();
    assert.equal(api.engineStatus().state, 'unloaded');
    assert.equal(await api.engineProcessId(), undefined);
    const { document, selection } = await openFile('inside.ts', code);
    const { text } = await answerAt(api, document, selection.active);
    assert.equal(await api.engineProcessId(), process.pid);
    const again = await answerAt(api, document, selection.active);
    assert.equal(again.text, text);
    assert.equal(again.origin, 'cache');
    await trigger(api);
    await acceptCompletion(document);
    assert.ok(document.getText().includes(`return this.${text}\n`), document.getText());
  });

  test('is started again after a restart by hand', async () => {
    const api = await hearth();
    await commands.executeCommand('hearth.restartEngine');
    assert.equal(api.engineStatus().state, 'unloaded');
    await api.clear();
    const { document, selection } = await openFile('again.ts', code);
    await answerAt(api, document, selection.active);
    assert.equal(api.engineStatus().state, 'ready');
  });
});
