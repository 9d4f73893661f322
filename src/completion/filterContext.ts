import type { DocumentView, Position } from './document';

const maxLinesRead = 24;

/** Lines are read up to here, in UTF-16 units; one that is as long may go on. */
export const maxLineLength = 500;

/** Who asked for an answer: the user, or the editor while the user types. */
export type Trigger = 'automatic' | 'explicit';

/** The text around the cursor that filters judge an answer by. */
export interface FilterContext {
  readonly languageId: string;
  /** Absent counts as explicit. */
  readonly trigger?: Trigger;
  /** The cursor's line before the cursor. */
  readonly head: string;
  /** The cursor's line after the cursor. */
  readonly restOfLine: string;
  /** The nearest lines above that are not blank, in the order of the document, without white space at their ends. */
  readonly linesAbove: readonly string[];
  /** Whether nothing but blank lines stands above `linesAbove`. */
  readonly isWholeAbove: boolean;
  /** The nearest lines below that are not blank, in the order of the document, without white space at their ends. */
  readonly linesBelow: readonly string[];
  /** What of the answer stands before the cursor already; empty unless it was typed through. */
  readonly typed: string;
  /** The line that the answer begins in, before the answer: `head` where nothing of it was typed. */
  readonly firstHead: string;
}

/** Reads the lines nearest to the cursor, 24 each way at most, and of each its first 500 UTF-16 units. */
export function readFilterContext(
  document: DocumentView,
  position: Position,
  typed = '',
  trigger?: Trigger,
): FilterContext {
  const line = document.lineAt(position.line);
  const head = line.slice(0, position.character);
  return {
    languageId: document.languageId,
    ...(trigger !== undefined && { trigger }),
    head,
    restOfLine: line.slice(position.character),
    linesAbove: nearestLines(document, position.line, -1).reverse(),
    isWholeAbove: position.line <= maxLinesRead,
    linesBelow: nearestLines(document, position.line, 1),
    typed,
    firstHead: readFirstHead(document, position.line, head, typed),
  };
}

/** The lines that an answer leaves in the document, but blank ones: its first one begins with the cursor's line. */
export function wholeLines(text: string, context: FilterContext): readonly string[] {
  return (context.head + text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function readFirstHead(document: DocumentView, line: number, head: string, typed: string): string {
  const lines = typed.split('\n');
  const [first = ''] = lines;
  if (lines.length === 1) return head.slice(0, Math.max(0, head.length - first.length));
  const from = Math.max(0, line - lines.length + 1);
  const whole = document.lineAt(from);
  return whole.slice(0, Math.max(0, whole.length - first.length));
}

function nearestLines(document: DocumentView, from: number, step: 1 | -1): string[] {
  const lines: string[] = [];
  for (let read = 1; read <= maxLinesRead; read++) {
    const at = from + step * read;
    if (at < 0 || at >= document.lineCount) break;
    const whole = document.lineAt(at);
    const text = whole.slice(0, maxLineLength);
    if (text.trim() !== '') lines.push(whole.length > maxLineLength ? text : text.trimEnd());
  }
  return lines;
}
