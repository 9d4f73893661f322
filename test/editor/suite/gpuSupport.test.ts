import { strict as assert } from 'node:assert';
import { suite, suiteTeardown, test } from 'mocha';
import { commands } from 'vscode';
import { closeAllEditors, hearth, until } from './support';

suite('GPU support', () => {
  suiteTeardown(closeAllEditors);

  test('Add GPU Support shows what there is, and does nothing without a choice', async () => {
    await hearth();
    let isDone = false;
    const command = commands.executeCommand('hearth.addGpuSupport').then(() => (isDone = true));
    await until('the list is closed, or there was none to show', async () => {
      await commands.executeCommand('workbench.action.closeQuickOpen');
      return isDone;
    });
    assert.equal(await command, true);
  });
});
