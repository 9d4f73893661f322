import { strict as assert } from 'node:assert';
import { setup, suite, suiteTeardown, test } from 'mocha';
import {
  commands,
  NotebookCellData,
  NotebookCellKind,
  NotebookData,
  type NotebookDocument,
  NotebookRange,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from 'vscode';
import type { HearthApi } from '../../../src/editor/api';
import { acceptCompletion, closeAllEditors, code, hearth, putCursor, trigger, until } from './support';

const helpers = `class Shelf:
    def __init__(self):
        self.books = []

    def add_book(self, title, author):
        self.books.append((title, author))`;

const body = 'def add(a, b):\n    return ';

suite('Notebooks', () => {
  let api: HearthApi;

  setup(async () => {
    api = await hearth();
    await closeAllEditors();
    await api.clear();
  });
  suiteTeardown(closeAllEditors);

  /** Opens a notebook with the cursor at the end of a cell. Unlike others, markup says so with `markdown`. */
  async function openNotebook(cells: readonly (readonly [language: string, text: string])[], index: number) {
    const data = cells.map(([language, text]) => {
      const kind = language === 'markdown' ? NotebookCellKind.Markup : NotebookCellKind.Code;
      return new NotebookCellData(kind, text, language);
    });
    const notebook = await workspace.openNotebookDocument('jupyter-notebook', new NotebookData(data));
    await window.showNotebookDocument(notebook, { selections: [new NotebookRange(index, index + 1)] });
    return { notebook, editor: await editCell(notebook, index) };
  }

  async function editCell(notebook: NotebookDocument, index: number): Promise<TextEditor> {
    const { document } = notebook.cellAt(index);
    const editor = await until('the cell is edited', async () => {
      await commands.executeCommand('notebook.cell.edit');
      return window.activeTextEditor?.document === document ? window.activeTextEditor : undefined;
    });
    putCursor(editor, document.lineAt(document.lineCount - 1).range.end);
    return editor;
  }

  /** Tokens of the prompt that the model reads when the user asks here. */
  async function promptTokens(): Promise<number> {
    const before = api.metrics();
    await trigger(api);
    const { engineRequests, kv } = api.metrics();
    assert.equal(engineRequests, before.engineRequests + 1);
    return kv.reusedTokens + kv.evaluatedTokens - before.kv.reusedTokens - before.kv.evaluatedTokens;
  }

  function textOf(notebook: NotebookDocument): string[] {
    return notebook.getCells().map(({ document }: { document: TextDocument }) => document.getText());
  }

  test('an answer is inserted in its cell, and nowhere else', async () => {
    const own = code.replace('|', '');
    const { notebook, editor } = await openNotebook(
      [
        ['typescript', 'const first = 1;'],
        ['typescript', own],
        ['typescript', 'const last = 2;'],
      ],
      1,
    );
    putCursor(editor, editor.document.positionAt(code.indexOf('|')));
    await trigger(api);
    await acceptCompletion(editor.document);

    const [above, edited = '', below] = textOf(notebook);
    assert.deepEqual([above, below], ['const first = 1;', 'const last = 2;']);
    assert.match(edited, /return this\.\S/);
    assert.equal(edited.replace(/return this\.\S*/, 'return this.'), own);
  });

  test('the model reads the cells above of the same language, and not those of others', async () => {
    await openNotebook([['python', body]], 0);
    const alone = await promptTokens();
    await openNotebook(
      [
        ['python', helpers],
        ['python', body],
      ],
      1,
    );
    const belowPython = await promptTokens();
    await openNotebook(
      [
        ['javascript', helpers],
        ['python', body],
      ],
      1,
    );
    const belowJavaScript = await promptTokens();

    assert.ok(belowPython > alone + 20, `${belowPython} tokens below a cell, ${alone} alone`);
    assert.equal(belowJavaScript, alone);
  });

  test('an edit of a cell above is read', async () => {
    const { notebook } = await openNotebook(
      [
        ['python', 'x = 1'],
        ['python', body],
      ],
      1,
    );
    const before = await promptTokens();
    const above = await window.showNotebookDocument(notebook, { selections: [new NotebookRange(0, 1)] });
    const editor = await editCell(notebook, 0);
    await editor.edit((edit) => edit.insert(editor.selection.active, `\n${helpers}`));
    above.selections = [new NotebookRange(1, 2)];
    await editCell(notebook, 1);
    await api.clear();
    const after = await promptTokens();
    assert.ok(after > before + 20, `${after} tokens after the edit, ${before} before`);
  });

  test('of a notebook of 2,000 cells only the nearest are read', async () => {
    const cells = Array.from({ length: 2000 }, () => ['python', 'value = 1'] as const);
    const { notebook, editor } = await openNotebook([...cells, ['python', body]], 2000);
    const tokens = await promptTokens();
    assert.ok(tokens < 600, `${tokens} tokens`);
    await acceptCompletion(editor.document);
    assert.ok(notebook.cellAt(2000).document.getText().startsWith(body));
  });

  test('text of a markup cell is completed by itself', async () => {
    const { notebook, editor } = await openNotebook(
      [
        ['python', helpers],
        ['markdown', 'We add the two numbers and'],
      ],
      1,
    );
    await trigger(api);
    assert.equal(editor.document.languageId, 'markdown');
    assert.deepEqual(textOf(notebook), [helpers, 'We add the two numbers and']);
  });
});
