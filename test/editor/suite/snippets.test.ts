import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, ConfigurationTarget, SnippetString, type TextEditor, window, workspace } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import { acceptCompletion, closeAllEditors, code, hearth, openFile, trigger, until } from './support';

/** An empty placeholder behind `this.`, and one with a text. */
const snippet = new SnippetString('$1\n// ${2:why}');

suite('Snippets', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  async function openWithSnippet(name: string): Promise<TextEditor> {
    const editor = await openFile(name, code);
    const { active } = editor.selection;
    assert.ok(await editor.insertSnippet(snippet));
    await until('the first placeholder has the cursor', () => editor.selection.active.isEqual(active));
    return editor;
  }

  /** What Tab does while a snippet has placeholders left and no grey text is shown. */
  async function nextPlaceholder(editor: TextEditor): Promise<void> {
    await commands.executeCommand('jumpToNextSnippetPlaceholder');
    await until(
      'the next placeholder is selected',
      () => editor.document.getText(editor.selection) === 'why',
    );
  }

  test('VS Code shows nothing in a placeholder, and goes on to the next', async () => {
    const { document } = await openWithSnippet('placeholder.ts');
    const editor = window.activeTextEditor;
    assert.ok(editor?.document === document);
    const before = document.getText();
    await trigger(api);
    for (let tries = 0; tries < 5; tries++) {
      await commands.executeCommand('editor.action.inlineSuggest.commit');
      await delay(100);
    }
    await nextPlaceholder(editor);
    assert.equal(document.getText(), before);
  });

  test('where VS Code may show it, it is accepted, and the snippet goes on', async () => {
    const settings = workspace.getConfiguration('editor.inlineSuggest');
    await settings.update('suppressInSnippetMode', false, ConfigurationTarget.Global);
    try {
      const editor = await openWithSnippet('placeholderShown.ts');
      await trigger(api);
      await acceptCompletion(editor.document);
      assert.match(editor.document.getText(), /return this\.\S.*\n {4}\/\/ why\n/);
      await nextPlaceholder(editor);
    } finally {
      await settings.update('suppressInSnippetMode', undefined, ConfigurationTarget.Global);
    }
  });

  test('a placeholder whose text is selected asks for nothing', async () => {
    const editor = await openWithSnippet('selected.ts');
    await nextPlaceholder(editor);
    const before = api.metrics();
    await commands.executeCommand('editor.action.inlineSuggest.trigger');
    await delay(300);
    assert.deepEqual(api.metrics().outcomes, before.outcomes);
  });
});
