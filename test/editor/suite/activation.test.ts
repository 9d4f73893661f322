import { strict as assert } from 'node:assert';
import { suite, test } from 'mocha';
import { commands, extensions } from 'vscode';
import { extensionId, hearth } from './support';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

// The first file of the suite: afterwards the engine runs.
suite('Activation', () => {
  test('happens by itself, is fast and starts no engine', async () => {
    const api = await hearth();
    assert.ok(api.activationMs < 50, `activation took ${api.activationMs} ms`);
    assert.deepEqual(api.engineStatus(), { state: 'unloaded' });
    assert.equal(await api.engineProcessId(), undefined);
    assert.equal(api.metrics().engineRequests, 0);
    assert.match(api.statusText(), /Hearth$/);
  });

  test('registers every command of the manifest', async () => {
    await hearth();
    const { contributes } = extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const registered = await commands.getCommands();
    const missing = contributes.commands.filter(({ command }) => !registered.includes(command));
    assert.deepEqual(missing, []);
  });
});
