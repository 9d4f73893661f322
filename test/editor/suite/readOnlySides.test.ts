import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, ConfigurationTarget, type TextEditor, Uri, window, workspace } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import {
  acceptCompletion,
  closeAllEditors,
  code,
  hearth,
  inWorkspace,
  openFile,
  putCursor,
  trigger,
  until,
} from './support';

const cursorLine = 8;

suite('Diff editors and read-only files', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  async function openDiff(left: Uri, right: Uri): Promise<void> {
    await commands.executeCommand('vscode.diff', left, right, 'Compared');
  }

  async function focusSide(side: 'Primary' | 'Secondary', uri: Uri): Promise<TextEditor> {
    const editor = await until(`the ${side} side has the cursor`, async () => {
      await commands.executeCommand(`workbench.action.compareEditor.focus${side}Side`);
      const active = window.activeTextEditor;
      return active?.document.uri.toString() === uri.toString() ? active : undefined;
    });
    putCursor(editor, editor.document.lineAt(cursorLine).range.end);
    return editor;
  }

  /** Asks for a completion, again and again, as one does who gets none. */
  async function assertNothingIsAsked(): Promise<void> {
    const before = api.metrics();
    for (let tries = 0; tries < 5; tries++) {
      await commands.executeCommand('editor.action.inlineSuggest.trigger');
      await delay(100);
    }
    assert.deepEqual(api.metrics().outcomes, before.outcomes);
  }

  test('the changed side of a diff is completed', async () => {
    const old = workspace.registerTextDocumentContentProvider('hearth-old', {
      provideTextDocumentContent: () => code.replace('|', 'items;'),
    });
    try {
      await openFile('changed.ts', code);
      const right = inWorkspace('changed.ts');
      const left = Uri.from({ scheme: 'hearth-old', path: right.path });
      await openDiff(left, right);

      await focusSide('Secondary', left);
      await assertNothingIsAsked();
      const { document } = await focusSide('Primary', right);
      await trigger(api);
      await acceptCompletion(document);
      assert.match(document.lineAt(cursorLine).text, /return this\../);
    } finally {
      old.dispose();
    }
  });

  test('of two files that are compared, the one that has the cursor is completed', async () => {
    const left = await openFile('left.ts', code);
    const right = await openFile('right.ts', code);
    await openDiff(left.document.uri, right.document.uri);

    await focusSide('Secondary', left.document.uri);
    await trigger(api);
    await acceptCompletion(left.document);
    assert.match(left.document.lineAt(cursorLine).text, /return this\../);
    assert.equal(right.document.getText(), code.replace('|', ''));

    const completed = left.document.getText();
    await focusSide('Primary', right.document.uri);
    await trigger(api);
    await acceptCompletion(right.document);
    assert.match(right.document.lineAt(cursorLine).text, /return this\../);
    assert.equal(left.document.getText(), completed);
  });

  test('a read-only file is not completed', async () => {
    const files = workspace.getConfiguration('files');
    await files.update('readonlyInclude', { '**/fixed.ts': true }, ConfigurationTarget.Global);
    try {
      await openFile('fixed.ts', code);
      await assertNothingIsAsked();
      await openFile('free.ts', code);
      await trigger(api);
    } finally {
      await files.update('readonlyInclude', undefined, ConfigurationTarget.Global);
    }
  });
});
