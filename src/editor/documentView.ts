import { type TextDocument, workspace } from 'vscode';
import type { DocumentView } from '../completion/document';

/** VS Code's document as the pipeline reads it. Reads the live document: nothing is copied for a request. */
export class TextDocumentView implements DocumentView {
  readonly uri: string;
  readonly path: string;
  readonly repository: string;
  readonly #document: TextDocument;

  constructor(document: TextDocument) {
    this.#document = document;
    this.uri = document.uri.toString();
    this.path = modelPath(document);
    this.repository = workspace.getWorkspaceFolder(document.uri)?.name ?? '';
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

/** Path relative to the workspace with `/` between folders; the whole path where no folder holds the document. */
export function modelPath(document: TextDocument): string {
  return workspace.asRelativePath(document.uri, false).replaceAll('\\', '/');
}
