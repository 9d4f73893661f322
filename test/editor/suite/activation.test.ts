import { strict as assert } from 'node:assert';
import { suite, test } from 'mocha';
import { commands, extensions } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import { code, extensionId, hearth, openFile, userSetting } from './support';

suite('Activation', () => {
  test('happens by itself, fast, and starts no engine', async () => {
    const api = await hearth();
    assert.equal(extensions.getExtension<HearthApi>(extensionId)?.isActive, true);
    assert.ok(api.activationMs < 50, `activation took ${api.activationMs} ms`);
    assert.deepEqual(api.engineStatus(), { state: 'unloaded' });
    assert.equal(await api.engineProcessId(), undefined);
    console.log('SETTING', userSetting('model.path'));
    const e = await openFile('x.ts', code);
    const o = await api.complete(e.document, e.selection.active);
    assert.equal(JSON.stringify(o) + JSON.stringify(api.engineStatus()) + userSetting('model.path'), '');
  });

  test('registers every command of the manifest', async () => {
    await hearth();
    const contributed = (
      extensions.getExtension(extensionId)?.packageJSON as {
        contributes: { commands: { command: string }[] };
      }
    ).contributes.commands.map(({ command }) => command);
    const registered = await commands.getCommands();
    assert.deepEqual(
      contributed.filter((command) => !registered.includes(command)),
      [],
    );
  });
});
