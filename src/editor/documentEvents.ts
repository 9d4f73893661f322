import { type FileRenameEvent, type TextDocumentChangeEvent, type Uri, window, workspace } from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { CompletionPipeline } from '../completion/service';
import { isSupportedDocument } from './supportedDocuments';

/** Tells the pipeline of keystrokes, renames, and documents that will not come back. */
export function watchDocuments(pipeline: CompletionPipeline): Disposable {
  const store = new DisposableStore();
  store.add(
    workspace.onDidChangeTextDocument((event) => {
      if (isKeystroke(event)) pipeline.metrics.keystroke();
    }),
  );
  store.add(workspace.onDidRenameFiles((event) => renameDocuments(event, pipeline)));
  store.add(
    workspace.onDidCloseTextDocument((document) => {
      // A file may be opened again and then finds its answers; an untitled document is gone.
      if (document.uri.scheme === 'untitled') pipeline.forgetDocument(document.uri.toString());
      else pipeline.closeDocument(document.uri.toString());
    }),
  );
  return store;
}

function isKeystroke({ document, contentChanges }: TextDocumentChangeEvent): boolean {
  return (
    contentChanges.length > 0 &&
    document === window.activeTextEditor?.document &&
    isSupportedDocument({ scheme: document.uri.scheme, languageId: document.languageId })
  );
}

/** A renamed folder names only itself, so the open documents in it are renamed one by one. */
function renameDocuments({ files }: FileRenameEvent, pipeline: CompletionPipeline): void {
  for (const { oldUri, newUri } of files) {
    pipeline.renameDocument(oldUri.toString(), newUri.toString());
    for (const inside of openBelow(oldUri, newUri)) {
      pipeline.renameDocument(oldUri.toString() + inside, newUri.toString() + inside);
    }
  }
}

/** What follows either folder in the URIs of the open documents: VS Code may or may not have moved them yet. */
function openBelow(...folders: readonly Uri[]): ReadonlySet<string> {
  const rests = new Set<string>();
  for (const document of workspace.textDocuments) {
    const uri = document.uri.toString();
    for (const folder of folders) {
      if (uri.startsWith(`${folder.toString()}/`)) rests.add(uri.slice(folder.toString().length));
    }
  }
  return rests;
}
