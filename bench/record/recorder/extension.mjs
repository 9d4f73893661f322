// @ts-check
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

/** @typedef {import('../toTrace').RecordedEvent} RecordedEvent */

/**
 * Notes each change of a workspace file and each place that the cursor comes to, as VS Code tells extensions of them. What is noted
 * is written to the file `recording.json` of this extension's folder, half a second after the last of it.
 * @param {vscode.ExtensionContext} context
 */
export function activate(context) {
  /** @type {Record<string, { languageId: string, text: string }>} */
  const documents = {};
  /** @type {Record<string, string>} */
  const finals = {};
  /** @type {RecordedEvent[]} */
  const events = [];
  const start = performance.now();
  const now = () => Math.round(performance.now() - start);

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const document of vscode.workspace.textDocuments) {
        const file = nameOf(document);
        if (file) finals[file] = document.getText();
      }
      writeFileSync(
        path.join(context.extensionPath, 'recording.json'),
        JSON.stringify({ documents, finals, events }),
      );
    }, 500);
  };
  const open = (/** @type {vscode.TextDocument} */ document) => {
    const file = nameOf(document);
    if (!file || documents[file]) return;
    documents[file] = { languageId: document.languageId, text: document.getText() };
    changed();
  };

  vscode.workspace.textDocuments.forEach(open);
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const file = nameOf(document);
      if (!file || contentChanges.length === 0) return;
      const changes = contentChanges.map((change) => ({
        offset: change.rangeOffset,
        delete: change.rangeLength,
        insert: change.text,
      }));
      events.push({ at: now(), file, changes });
      changed();
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
      const file = nameOf(textEditor.document);
      if (!file || !selection) return;
      events.push({ at: now(), file, cursor: textEditor.document.offsetAt(selection.active) });
      changed();
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      const file = editor && nameOf(editor.document);
      if (!file) return;
      events.push({ at: now(), file, cursor: editor.document.offsetAt(editor.selection.active) });
      changed();
    }),
  );
}

/**
 * @param {vscode.TextDocument} document
 * @returns {string | undefined} Its path in the workspace; undefined for what is no file of it.
 */
function nameOf({ uri }) {
  if (uri.scheme === 'untitled' || !vscode.workspace.getWorkspaceFolder(uri)) return undefined;
  return vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
}
