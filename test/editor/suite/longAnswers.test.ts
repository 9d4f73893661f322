import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TextEncoder } from 'node:util';
import { setup, suite, suiteSetup, suiteTeardown, test } from 'mocha';
import { commands, EndOfLine, extensions, type TextEditor, window, workspace } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import {
  acceptCompletion,
  answerAt,
  closeAllEditors,
  extensionId,
  hearth,
  inWorkspace,
  putCursor,
  setSetting,
  trigger,
  typeText,
  until,
  userSetting,
} from './support';

const typeHere = /(Type here.*\n)/;
/** The starter answers it with a body of several lines. */
const method = '  remove(id: number): boolean {\n    ¦\n  }\n';

// With the starter model, which says something that has several lines.
suite('Answers of several lines with Windows line breaks', () => {
  let api: HearthApi;
  let sample: string;
  let modelBefore: unknown;

  suiteSetup(async () => {
    api = await hearth();
    const folder = extensions.getExtension(extensionId)?.extensionPath ?? '';
    sample = readFileSync(path.join(folder, 'samples', 'todo', 'store.ts'), 'utf8');
    modelBefore = userSetting('model.path');
    await setSetting('model.path', undefined);
  });
  suiteTeardown(async () => {
    await closeAllEditors();
    await setSetting('model.path', modelBefore);
  });
  setup(async () => {
    await closeAllEditors();
    await api.clear();
  });

  async function openMethod(name: string): Promise<{ editor: TextEditor; before: string; lines: string[] }> {
    const text = sample.replace(typeHere, `$1\n${method}`).replaceAll(/\r?\n/g, '\r\n');
    // The sample has the signs in it that mark a cursor elsewhere.
    const uri = inWorkspace(name);
    await workspace.fs.writeFile(uri, new TextEncoder().encode(text.replace('¦', '')));
    const editor = await window.showTextDocument(uri);
    const { document } = editor;
    putCursor(editor, document.positionAt(text.indexOf('¦')));
    assert.equal(document.eol, EndOfLine.CRLF);
    const { text: answer } = await answerAt(api, document, document.positionAt(text.indexOf('¦')));
    const lines = answer.split('\n');
    assert.ok(lines.length >= 3, answer);
    assert.match(lines[0] ?? '', /\(.*\)/);
    await trigger(api);
    return { editor, before: text, lines };
  }

  test('are accepted with the document’s line breaks', async () => {
    const { editor, before, lines } = await openMethod('crlfAccepted.ts');
    await acceptCompletion(editor.document);
    assert.equal(editor.document.getText(), before.replace('¦', lines.join('\r\n')));
  });

  test('are typed through: brackets that VS Code closes are typed over, and nothing is asked of the model', async () => {
    const { editor, before, lines } = await openMethod('crlfTyped.ts');
    const { engineRequests, requests } = api.metrics();
    const first = lines[0] ?? '';
    for (const key of first) await typeText(key);
    await until('Hearth was asked', () => api.metrics().requests > requests);
    assert.equal(editor.document.getText(), before.replace('¦', first));
    assert.equal(api.metrics().engineRequests, engineRequests);

    await acceptCompletion(editor.document);
    assert.equal(editor.document.getText(), before.replace('¦', lines.join('\r\n')));
  });

  test('are accepted line by line', async () => {
    const { editor, before, lines } = await openMethod('crlfLines.ts');
    assert.equal(window.activeTextEditor, editor);
    const { version } = editor.document;
    await until('a line is inserted', async () => {
      await commands.executeCommand('editor.action.inlineSuggest.acceptNextLine');
      return editor.document.version > version;
    });
    const text = editor.document.getText();
    assert.ok(!/(?<!\r)\n/.test(text), 'a line break is not the document’s');
    assert.ok(text.startsWith(before.slice(0, before.indexOf('¦')) + (lines[0] ?? '')), text);
    await acceptCompletion(editor.document);
    assert.equal(editor.document.getText(), before.replace('¦', lines.join('\r\n')));
  });
});
