import type { TextDocument } from 'vscode';
import type { Position } from '../completion/document';
import { TextDocumentView } from './documentView';
import { inquire, type Inquiry, type SelectedItem } from './inquiry';
import { contextOf, findCell } from './notebookCells';
import { amongCells } from './notebookContext';

/**
 * What to ask the pipeline about a place in a document of the editor, and where its answer goes. A notebook's cell is
 * asked about among its neighbours. `selected` is the suggest widget's item.
 */
export function inquireAt(document: TextDocument, position: Position, selected?: SelectedItem): Inquiry {
  const inquiry = inquire(new TextDocumentView(document), position, selected);
  const cell = findCell(document);
  return cell === undefined ? inquiry : amongCells(inquiry, contextOf(cell));
}
