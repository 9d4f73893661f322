import { carriesWords } from '../prompt/window';
import type { DocumentView, Position } from './document';

/** Most lines of an answer that fills a block. */
export const blockLines = 6;

const maxLinesAbove = 8;
const opener = /(?:[{([:=]|=>|->|\b(?:do|then|else|begin|try|of))$/;
const trailingComment = /\s(?:\/\/|#|--)\s.*$/s;

/** Whether a line ends with something that a block on the lines below it completes. */
export function opensBlock(line: string): boolean {
  const code = line.replace(trailingComment, '').trimEnd();
  return opener.test(code) && !/^\s*(?:\/\/|#|\*)/.test(code);
}

/**
 * How many lines an answer here may have: several on a line that is still blank, below a line that opens a block,
 * and one everywhere else. Closers right of the cursor do not count.
 */
export function linesAllowed(document: DocumentView, position: Position): number {
  const line = document.lineAt(position.line);
  if (line.slice(0, position.character).trim() !== '') return 1;
  if (carriesWords(line.slice(position.character))) return 1;
  const first = Math.max(0, position.line - maxLinesAbove);
  for (let above = position.line - 1; above >= first; above--) {
    const text = document.lineAt(above);
    if (text.trim() !== '') return opensBlock(text) ? blockLines : 1;
  }
  return 1;
}
