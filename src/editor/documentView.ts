import { type TextDocument, type Uri, workspace } from 'vscode';
import type { DocumentView } from '../completion/document';
import { findCell } from './notebookCells';

/** VS Code's document as the pipeline reads it. Reads the live document: nothing is copied for a request. */
export class TextDocumentView implements DocumentView {
  readonly uri: string;
  readonly path: string;
  readonly repository: string;
  readonly #document: TextDocument;

  constructor(document: TextDocument) {
    this.#document = document;
    this.uri = document.uri.toString();
    const uri = fileOf(document);
    this.path = pathInWorkspace(uri);
    this.repository = workspace.getWorkspaceFolder(uri)?.name ?? '';
  }

  get languageId(): string {
    return this.#document.languageId;
  }

  get version(): number {
    return this.#document.version;
  }

  get lineCount(): number {
    return this.#document.lineCount;
  }

  lineAt(line: number): string {
    return this.#document.lineAt(line).text;
  }
}

/**
 * Path relative to the workspace with `/` between folders; the whole path where no folder holds the document. A
 * notebook's cell has the notebook's path.
 */
export function modelPath(document: TextDocument): string {
  return pathInWorkspace(fileOf(document));
}

function fileOf(document: TextDocument): Uri {
  return findCell(document)?.notebook.uri ?? document.uri;
}

function pathInWorkspace(uri: Uri): string {
  return workspace.asRelativePath(uri, false).replaceAll('\\', '/');
}
