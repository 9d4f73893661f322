import { strict as assert } from 'node:assert';
import { suite, test } from 'mocha';
import { commands, window } from 'vscode';
import { hearth } from './support';

// What the view shows is tested with a real window: test/editor/typing/statistics.test.mjs.
suite('Statistics', () => {
  test('toggling twice opens and closes the view, and starts no terminal', async () => {
    await hearth();
    await commands.executeCommand('hearth.toggleStatistics');
    await commands.executeCommand('hearth.toggleStatistics');
    await commands.executeCommand('hearth.showStatistics');
    await commands.executeCommand('hearth.toggleStatistics');
    assert.equal(window.terminals.length, 0);
  });
});
