import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { setup, suite, suiteTeardown, test } from 'mocha';
import { setTimeout as delay } from 'node:timers/promises';
import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  Position,
  type TextDocument,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import type { CompletionOutcome } from '../../../src/completion/outcome';
import type { HearthApi } from '../../../src/editor/api';
import {
  acceptCompletion,
  answerAt,
  closeAllEditors,
  code,
  hearth,
  inWorkspace,
  openFile,
  openUntitled,
  putCursor,
  trigger,
} from './support';

suite('Documents', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
  });
  suiteTeardown(closeAllEditors);

  /** Asks twice, so that both the engine and the cache have met the document. */
  async function assertServed(document: TextDocument, position: Position): Promise<CompletionOutcome> {
    const before = document.getText();
    const outcome = await api.complete(document, position);
    const again = await api.complete(document, position);
    for (const { kind, reason, detail } of [outcome, again].map(inWords)) {
      assert.ok(kind === 'answer' || reason === 'empty' || reason === 'filtered', `${reason}: ${detail}`);
    }
    assert.equal(again.kind, outcome.kind);
    assert.equal(document.getText(), before);
    return outcome;
  }

  async function assertServedInFile(name: string, text: string): Promise<CompletionOutcome> {
    const { document, selection } = await openFile(name, text);
    return assertServed(document, selection.active);
  }

  async function openHidden(name: string, text: string): Promise<TextDocument> {
    const uri = inWorkspace(name);
    writeFileSync(uri.fsPath, text);
    return workspace.openTextDocument(uri);
  }

  test('CRLF: line breaks stay as they are', async () => {
    const { document } = await openFile('crlf.ts', code.replaceAll('\n', '\r\n'));
    await trigger(api);
    await acceptCompletion(document);
    assert.ok(document.getText().includes('\r\n'));
    assert.ok(!/(?<!\r)\n/.test(document.getText()));
  });

  test('an empty file', () => assertServedInFile('empty.ts', ''));

  // These are not shown, and in a language without a server: how long VS Code takes over them is not Hearth's.
  test('a line of 100,000 characters', async () => {
    const half = 'int a=f(1,2,3);'.repeat(3334);
    const document = await openHidden('long.c', `${half}int b = ${half}`);
    await assertServed(document, new Position(0, half.length + 'int b = '.length));
  });

  test('minified code', async () => {
    const text = '!function(e,t){for(var n=0;n<t.length;n++)e(t[n])}(a,b);'.repeat(200);
    const document = await openHidden('app.min.js', `${text}a.`);
    await assertServed(document, document.lineAt(0).range.end);
  });

  test('Chinese, Japanese and Korean', () =>
    assertServedInFile('文字/漢字かな한글.ts', `// 注文を処理する 주문 处理订单\nconst 合計 = 計算(|\n`));

  test('a lone surrogate', async () => {
    const { document, selection } = await openUntitled(
      'typescript',
      "const broken = '\ud83d';\nconst next = |\n",
    );
    await assertServed(document, selection.active);
    await assertServed(document, new Position(0, 17));
  });

  test('a cursor inside a surrogate pair', async () => {
    const { document } = await openFile('emoji.ts', "const face = '😀';\n");
    const inside = document.lineAt(0).text.indexOf('\ude00');
    assert.ok(inside > 0);
    await assertServed(document, new Position(0, inside));
  });

  const hebrewLine = 'const שָׁלוֹם = this.';
  const arabicBelow = '  // مرحبا بالعالم 👩‍👩‍👧';

  test('text from right to left around the cursor: accepting loses nothing', async () => {
    const text = code.replace('return this.|\n', `${hebrewLine}|\n  ${arabicBelow}\n`);
    const { document } = await openFile('שלום.ts', text);
    await trigger(api);
    await acceptCompletion(document);
    const [before = '', after = ''] = text.split('|');
    assert.ok(
      document.getText().startsWith(before) && document.getText().endsWith(after),
      document.getText(),
    );
  });

  test('a cursor inside what is seen as one character asks for nothing', async () => {
    const editor = await openFile('marks.ts', code.replace('|', '|e\u0301'));
    const { active } = editor.selection;
    const { outcomes } = api.metrics();
    putCursor(editor, active.translate(0, 1));
    for (let tries = 0; tries < 3; tries++) {
      await commands.executeCommand('editor.action.inlineSuggest.trigger');
      await delay(100);
    }
    assert.deepEqual(api.metrics().outcomes, outcomes);
    putCursor(editor, active.translate(0, 2));
    await trigger(api);
  });

  test('a language that VS Code does not know', () =>
    assertServedInFile('unknown.zzz', 'BEGIN\n  LET total = |\nEND\n'));

  test('an untitled document', async () => {
    const { document, selection } = await openUntitled('typescript', code);
    assert.equal(document.uri.scheme, 'untitled');
    await answerAt(api, document, selection.active);
  });

  test('a notebook cell', async () => {
    const cell = new NotebookCellData(NotebookCellKind.Code, 'def add(a, b):\n    return ', 'python');
    const notebook = await workspace.openNotebookDocument('jupyter-notebook', new NotebookData([cell]));
    const { document } = notebook.cellAt(0);
    assert.equal(document.uri.scheme, 'vscode-notebook-cell');
    await assertServed(document, new Position(1, 11));
  });

  test('a renamed file finds its answers', async () => {
    const { document, selection } = await openFile('before.ts', code);
    const { text } = await answerAt(api, document, selection.active);
    const edit = new WorkspaceEdit();
    edit.renameFile(inWorkspace('before.ts'), inWorkspace('after.ts'));
    assert.ok(await workspace.applyEdit(edit));
    const before = api.metrics();

    const renamed = await workspace.openTextDocument(inWorkspace('after.ts'));
    const answer = await answerAt(api, renamed, selection.active);

    assert.equal(answer.text, text);
    assert.equal(answer.origin, 'cache');
    assert.equal(api.metrics().engineRequests, before.engineRequests);
  });

  test('a renamed folder, with a file open in it', async () => {
    const { document, selection } = await openFile('old/file.ts', code);
    const { text } = await answerAt(api, document, selection.active);
    const edit = new WorkspaceEdit();
    edit.renameFile(inWorkspace('old'), inWorkspace('new'));
    assert.ok(await workspace.applyEdit(edit));

    const renamed = await workspace.openTextDocument(inWorkspace('new/file.ts'));
    const answer = await answerAt(api, renamed, selection.active);

    assert.equal(answer.text, text);
    assert.equal(answer.origin, 'cache');
  });

  test('20 MB', async () => {
    const line = 'static const int value = compute(1, 2, 3); /* a line like any other */\n';
    const document = await openHidden('large.c', line.repeat(Math.ceil(20e6 / line.length)));
    await assertServed(document, new Position(Math.floor(document.lineCount / 2), 25));
  });
});

function inWords(outcome: CompletionOutcome): { kind: string; reason: string; detail: string } {
  if (outcome.kind === 'answer') return { kind: 'answer', reason: '', detail: '' };
  return { kind: 'none', reason: outcome.reason, detail: outcome.detail ?? '' };
}
