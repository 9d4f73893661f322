/** A live document as far as suggestions are followed in it. Offsets count UTF-16 units with its own line ends. */
export interface LiveText {
  readonly uri: string;
  readonly lineEnd: '\n' | '\r\n';
  /** Offsets outside the document are taken for its beginning or end. */
  textBetween(start: number, end: number): string;
}

/** A part of a document. */
export interface Piece {
  readonly offset: number;
  readonly text: string;
}

/** Parts of a document in order, none overlapping another. */
export type Pieces = readonly [Piece, ...Piece[]];

/** One of the changes of an edit event. Structurally equal to `vscode.TextDocumentContentChangeEvent`. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** The changes of one event so that they can be made one after another: none moves the place of a later one. */
export function lastPlaceFirst(changes: readonly TextChange[]): readonly TextChange[] {
  return [...changes].sort((left, right) => right.rangeOffset - left.rangeOffset);
}
