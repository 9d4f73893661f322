import type { DocumentView, Position } from './document';

const maxLinesKept = 8;
const maxLinesRead = 24;
const maxLineLength = 500;

/** The text around the cursor that filters judge an answer by. */
export interface FilterContext {
  /** The cursor's line before the cursor. */
  readonly head: string;
  /** The cursor's line after the cursor. */
  readonly restOfLine: string;
  /** The nearest lines above that are not blank, in the order of the document, without white space at their ends. */
  readonly linesAbove: readonly string[];
  /** The nearest lines below that are not blank, in the order of the document, without white space at their ends. */
  readonly linesBelow: readonly string[];
  /** What of the answer stands before the cursor already; empty unless it was typed through. */
  readonly typed: string;
}

/** Reads the lines nearest to the cursor, 24 each way at most. */
export function readFilterContext(document: DocumentView, position: Position, typed = ''): FilterContext {
  const line = document.lineAt(position.line);
  return {
    head: line.slice(0, position.character),
    restOfLine: line.slice(position.character),
    linesAbove: nearestLines(document, position.line, -1).reverse(),
    linesBelow: nearestLines(document, position.line, 1),
    typed,
  };
}

/** The lines that an answer leaves in the document, but blank ones: its first one begins with the cursor's line. */
export function wholeLines(text: string, context: FilterContext): readonly string[] {
  return (context.head + text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function nearestLines(document: DocumentView, from: number, step: 1 | -1): string[] {
  const lines: string[] = [];
  for (let read = 1; read <= maxLinesRead && lines.length < maxLinesKept; read++) {
    const at = from + step * read;
    if (at < 0 || at >= document.lineCount) break;
    const text = document.lineAt(at).slice(0, maxLineLength).trimEnd();
    if (text !== '') lines.push(text);
  }
  return lines;
}
