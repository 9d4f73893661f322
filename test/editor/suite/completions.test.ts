import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { setTimeout as delay } from 'node:timers/promises';
import { commands, Position, Selection, window } from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import {
  acceptCompletion,
  answerAt,
  closeAllEditors,
  code,
  hearth,
  newOutcomes,
  openFile,
  putCursor,
  trigger,
  typeText,
  until,
} from './support';

suite('Completions', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  test('what the model says is offered, and accepting it inserts it', async () => {
    const { document, selection } = await openFile('accepted.ts', code);
    const { text } = await answerAt(api, document, selection.active);
    const before = document.getText();
    const expected = before.replace('return this.\n', `return this.${text}\n`);
    assert.notEqual(expected, before);

    await trigger(api);
    await acceptCompletion(document);

    assert.equal(document.getText(), expected);
  });

  test('the same place asked again is a hit and costs the engine nothing', async () => {
    const { document, selection } = await openFile('hit.ts', code);
    const first = await answerAt(api, document, selection.active);
    const before = api.metrics();

    const second = await answerAt(api, document, selection.active);

    assert.equal(second.origin, 'cache');
    assert.equal(second.text, first.text);
    assert.equal(api.metrics().hits, before.hits + 1);
    assert.equal(api.metrics().engineRequests, before.engineRequests);
  });

  test('clearing the caches makes the same place a miss', async () => {
    const { document, selection } = await openFile('cleared.ts', code);
    await answerAt(api, document, selection.active);
    assert.ok(api.cacheUtilisation().entries > 0);

    await commands.executeCommand('hearth.clearCaches');

    assert.equal(api.cacheUtilisation().entries, 0);
    const { origin } = await answerAt(api, document, selection.active);
    assert.ok(origin === 'cold' || origin === 'warm', origin);
  });

  test('typing what is offered keeps it, without a request to the engine', async () => {
    const { document, selection } = await openFile('typed.ts', code);
    const { text } = await answerAt(api, document, selection.active);
    await trigger(api);
    const before = api.metrics();
    const letters = /^[a-z]{1,4}/i.exec(text)?.[0];
    assert.ok(letters, `expected the answer to begin with a letter: ${text}`);

    let typed = 0;
    for (const letter of letters) {
      await typeText(letter);
      typed++;
      await until(
        'the provider has answered',
        () => (newOutcomes(before.outcomes, api.metrics().outcomes)['answer:typed-through'] ?? 0) >= typed,
      );
    }

    assert.equal(api.metrics().engineRequests, before.engineRequests);
    assert.equal(api.metrics().keystrokes, before.keystrokes + letters.length);
    await acceptCompletion(document);
    assert.ok(document.getText().includes(`return this.${text}\n`), document.getText());
  });

  test('what a deleted character leaves is known', async () => {
    const { document, selection } = await openFile('deleted.ts', code);
    await answerAt(api, document, selection.active);
    await typeText('q');
    await api.complete(document, selection.active.translate(0, 1));
    const before = api.metrics();

    await commands.executeCommand('deleteLeft');
    const { origin } = await answerAt(api, document, selection.active);

    assert.equal(origin, 'cache');
    assert.equal(api.metrics().engineRequests, before.engineRequests);
  });

  test('several cursors and selected text ask for nothing', async () => {
    const editor = await openFile('cursors.ts', code);
    const { active } = editor.selection;
    const start = new Position(0, 0);
    const before = api.metrics();
    const places = [
      [new Selection(active, active), new Selection(start, start)],
      [new Selection(start, active)],
    ];
    for (const selections of places) {
      editor.selections = selections;
      await until(
        'the selection is set',
        () => window.activeTextEditor?.selections.length === selections.length,
      );
      await commands.executeCommand('editor.action.inlineSuggest.trigger');
      await delay(300);
      assert.equal(api.metrics().requests, before.requests);
    }

    // At another place: VS Code remembers that it got nothing at the old one.
    putCursor(editor, active.translate(0, -1));
    await trigger(api);
    assert.ok(api.metrics().requests > before.requests);
  });
});
