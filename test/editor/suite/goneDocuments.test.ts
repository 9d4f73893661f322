import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { setTimeout as delay } from 'node:timers/promises';
import { TextEncoder } from 'node:util';
import { commands, type TextEditor, type Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { CompletionOutcome } from '../../../src/completion/outcome';
import type { HearthApi } from '../../../src/editor/api';
import { answerAt, closeAllEditors, code, hearth, inWorkspace, openFile, putCursor, until } from './support';

suite('A document that goes while the engine loads', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  /** Opens a file as a user does: a document that an extension opens stays open for a while. */
  async function openAsUser(name: string): Promise<TextEditor> {
    const uri = inWorkspace(name);
    await workspace.fs.writeFile(uri, new TextEncoder().encode(code.replace('|', '')));
    await commands.executeCommand('vscode.open', uri);
    const editor = await until('the file is open', () => editorOf(uri));
    putCursor(editor, editor.document.positionAt(code.indexOf('|')));
    return editor;
  }

  function editorOf(uri: Uri): TextEditor | undefined {
    const editor = window.activeTextEditor;
    return editor?.document.uri.toString() === uri.toString() ? editor : undefined;
  }

  /**
   * Asks an engine that has yet to start, as the editor does and as a test can watch.
   * @returns What comes of it, once VS Code has its answer too.
   */
  async function ask({ document, selection }: TextEditor): Promise<{ outcome: Promise<CompletionOutcome> }> {
    await commands.executeCommand('hearth.restartEngine');
    const watched = api.complete(document, selection.active);
    // The command ends when the provider has answered, or fails in VS Code's own code where its document goes.
    const asked = Promise.resolve(commands.executeCommand('editor.action.inlineSuggest.trigger')).catch(
      () => {},
    );
    await until('the engine starts', () => api.engineStatus().state !== 'unloaded');
    await delay(20);
    return { outcome: Promise.all([watched, asked]).then(([outcome]) => outcome) };
  }

  /** Nothing is shown: accepting does nothing, now and a moment later. */
  async function assertNothingShown(): Promise<void> {
    const version = window.activeTextEditor?.document.version;
    for (let tries = 0; tries < 5; tries++) {
      await commands.executeCommand('editor.action.inlineSuggest.commit');
      await delay(100);
    }
    assert.equal(window.activeTextEditor?.document.version, version);
  }

  test('a closed one: the request is called off', async () => {
    const other = await openFile('other.ts', 'other();\n');
    const editor = await openAsUser('closed.ts');
    const { outcome } = await ask(editor);
    await commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the document is closed', () => editor.document.isClosed);

    const { kind } = await outcome;
    assert.equal(kind, 'none');
    await assertNothingShown();
    assert.equal(other.document.getText(), 'other();\n');
  });

  test('a renamed one: the request is called off, and the new name is completed', async () => {
    const editor = await openAsUser('oldName.ts');
    const { outcome } = await ask(editor);
    const edit = new WorkspaceEdit();
    edit.renameFile(inWorkspace('oldName.ts'), inWorkspace('newName.ts'));
    assert.ok(await workspace.applyEdit(edit));
    const renamed = await until('it has its new name', () => editorOf(inWorkspace('newName.ts')));

    const { kind } = await outcome;
    assert.equal(kind, 'none');
    assert.equal(renamed.document.getText(), code.replace('|', ''));
    const answer = await answerAt(api, renamed.document, renamed.selection.active);
    assert.notEqual(answer.text, '');
  });

  test('one that is edited: no answer to the text before is shown', async () => {
    const editor = await openAsUser('edited.ts');
    const { outcome } = await ask(editor);
    assert.ok(await editor.edit((edit) => edit.insert(editor.document.positionAt(0), '// new first line\n')));

    const { kind } = await outcome;
    assert.equal(kind, 'none');
  });
});
