import {
  type NotebookCell,
  NotebookCellKind,
  type NotebookDocument,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { type Cell, type Cells, type CellContext, readCellContext } from './notebookContext';

/** A notebook cell's place: its notebook and its number there. */
export interface CellPlace {
  readonly notebook: NotebookDocument;
  readonly index: number;
}

/**
 * The cell that a document is the text of, if any. The selected cell of the active notebook is looked at first, so
 * that the search through all cells, a comparison each, is left to the others.
 */
export function findCell(document: TextDocument): CellPlace | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  const active = window.activeNotebookEditor;
  const selected = active?.selection.start;
  if (active !== undefined && selected !== undefined && isCell(active.notebook, selected, document)) {
    return { notebook: active.notebook, index: selected };
  }
  for (const notebook of workspace.notebookDocuments) {
    // A cell's uri has its notebook's path.
    if (notebook.uri.path !== document.uri.path) continue;
    for (let index = 0; index < notebook.cellCount; index++) {
      if (isCell(notebook, index, document)) return { notebook, index };
    }
  }
  return undefined;
}

export function contextOf({ notebook, index }: CellPlace): CellContext {
  const cells: Cells = { count: notebook.cellCount, at: (at) => toCell(notebook.cellAt(at)) };
  return readCellContext(cells, index);
}

/** VS Code takes an index outside of the notebook for the nearest cell's. */
function isCell(notebook: NotebookDocument, index: number, document: TextDocument): boolean {
  return notebook.cellCount > 0 && notebook.cellAt(index).document === document;
}

function toCell({ kind, document }: NotebookCell): Cell {
  return {
    isMarkup: kind === NotebookCellKind.Markup,
    languageId: document.languageId,
    get version() {
      return document.version;
    },
    lineCount: document.lineCount,
    lineAt: (line) => document.lineAt(line).text,
  };
}
