import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { commands, type TextEditor } from 'vscode';
import type { SuggestionFigures } from '../../../src/completion/metrics';
import type { HearthApi } from '../../../src/editor/api';
import {
  acceptCompletion,
  answerAt,
  closeAllEditors,
  code,
  hearth,
  openFile,
  putCursor,
  trigger,
  typeText,
  until,
} from './support';

suite('Acceptance', () => {
  let api: HearthApi;
  let before: SuggestionFigures;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  /** How much a figure has grown since before something was suggested in this test. */
  function grown(figure: keyof SuggestionFigures): number {
    return api.metrics().suggestions[figure] - before[figure];
  }

  /** Opens a file in which something is suggested, and gives what that is. */
  async function openWithSuggestion(name: string): Promise<{ editor: TextEditor; text: string }> {
    const editor = await openFile(name, code);
    const { text } = await answerAt(api, editor.document, editor.selection.active);
    assert.match(text, /^[a-z]{2}/i);
    before = api.metrics().suggestions;
    await trigger(api);
    assert.equal(grown('shown'), 1);
    return { editor, text };
  }

  test('an accepted suggestion is counted by the command of its item', async () => {
    const { editor, text } = await openWithSuggestion('whole.ts');

    await acceptCompletion(editor.document);

    await until('it is counted', () => grown('accepted') === 1);
    assert.equal(grown('acceptedCharacters'), text.length);
    assert.deepEqual([grown('partly'), grown('dismissed'), grown('typedThrough')], [0, 0, 0]);
  });

  test('an accepted word is counted by the edit, and only as what it is', async () => {
    const { editor, text } = await openWithSuggestion('word.ts');
    const { version } = editor.document;

    await until('a word is inserted', async () => {
      await commands.executeCommand('editor.action.inlineSuggest.acceptNextWord');
      return editor.document.version > version;
    });

    await until('it is counted', () => grown('acceptedCharacters') > 0);
    assert.ok(grown('acceptedCharacters') < text.length, `the whole of ${text} was inserted`);
    putCursor(editor, editor.document.positionAt(0));
    await until('the suggestion is over', () => grown('partly') === 1);
    assert.deepEqual([grown('accepted'), grown('dismissed'), grown('typedThrough')], [0, 0, 0]);
  });

  test('typing along goes on with the same suggestion, and another key dismisses it', async () => {
    const { text } = await openWithSuggestion('keys.ts');

    await typeText(text.slice(0, 2));
    await trigger(api);
    assert.equal(grown('shown'), 1);
    assert.equal(grown('dismissed'), 0);

    await typeText('§');
    await until('it is dismissed', () => grown('dismissed') === 1);
    assert.deepEqual([grown('accepted'), grown('partly'), grown('acceptedCharacters')], [0, 0, 0]);
  });
});
