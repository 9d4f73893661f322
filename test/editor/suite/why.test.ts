import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, teardown, test } from 'mocha';
import { Selection, window } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import { openPlace } from '../../../src/editor/statistics/openPlace';
import { sampleReport } from '../../support/sampleReport';
import {
  answerAt,
  closeAllEditors,
  code,
  hearth,
  openFile,
  openUntitled,
  setSetting,
  trigger,
} from './support';

suite('Why no completion', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  teardown(() => setSetting('enabled', undefined));
  suiteTeardown(closeAllEditors);

  /** What is said, and the titles of what is offered. */
  async function why(): Promise<{ readonly message: string; readonly titles: readonly string[] }> {
    const { message, actions } = await api.whyNoCompletion();
    return { message, titles: actions.map(({ title }) => title) };
  }

  test('without an editor', async () => {
    assert.match((await why()).message, /No editor is active/);
  });

  test('turned off, and how to turn it on', async () => {
    await openFile('off.ts', code);
    await setSetting('enabled', false);
    assert.deepEqual(await why(), { message: 'Completions are turned off.', titles: ['Turn On'] });
  });

  test('inside a word, several cursors, selected text', async () => {
    const editor = await openFile('places.ts', 'const wo|rd = 1;\n');
    assert.match((await why()).message, /inside a word/);
    editor.selections = [new Selection(0, 0, 0, 0), new Selection(0, 3, 0, 3)];
    assert.match((await why()).message, /several cursors/);
    editor.selection = new Selection(0, 0, 0, 3);
    assert.match((await why()).message, /selected/);
  });

  test('a line that is complete: the rule by which the model was not asked', async () => {
    await openUntitled('typescript', 'const a = 1;|\n');
    const { message, titles } = await why();
    assert.match(message, /not asked\. The line is complete\./);
    assert.deepEqual(titles, ['Ask Anyway']);
  });

  test('there is one, known from the last request without another one', async () => {
    const editor = await openFile('there.ts', code);
    await answerAt(api, editor.document, editor.selection.active);
    await trigger(api);
    const before = api.metrics().requests;
    const { message, titles } = await why();
    assert.match(message, /There is one here/);
    assert.deepEqual(titles, ['Show It']);
    assert.equal(api.metrics().requests, before);
  });

  test('a request of the statistics leads to its place, as far as the document has it', async () => {
    const { document } = await openFile('place.ts', 'first\nsecond\n');
    await closeAllEditors();
    const [record] = sampleReport().recent;
    assert(record);
    await openPlace({ ...record, uri: document.uri.toString(), line: 1, character: 99 });
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), document.uri.toString());
    assert.deepEqual([editor.selection.active.line, editor.selection.active.character], [1, 6]);
  });
});
