import { carriesWords } from '../prompt/window';
import type { DocumentView, Position } from './document';

/** Most lines of an answer that fills a block. */
export const blockLines = 6;

const maxLinesRead = 8;
const maxLinesOfComment = 24;
/** A longer line, in UTF-16 units, is no header that somebody wrote. */
const maxHeaderLength = 500;

/** Code to expect below, or none, of a comparison at a line's end. */
const opener = /(?:[{([:]|(?<![=!<>])=|=>|->|\b(?:do|then|else|begin|try|of))$/;
const trailingComment = /\s(?:\/\/|#|--)\s.*$|\s\/\*(?:(?!\*\/).)*\*\/$/s;
const comment = /^\s*(?:\/\/|\/\*|\*(?!\w)|#(?!\[)|--|<!--)/;

/** An opening tag, or the end of one, by itself in its line. Elements without content are not opened. */
const openingTag =
  /^\s*(?:<(?!(?:area|br|col|hr|img|input|link|meta|source|wbr)\b)[A-Za-z][\w.:-]*(?:\s[^<>]*)?)?(?<![/=-])>$/;
const fragment = /^\s*<>$/;

/** Languages in which an element stands among the code, or is all of it. */
const withElements = new Set([
  'html',
  'javascript',
  'javascriptreact',
  'svelte',
  'typescriptreact',
  'vue',
  'xml',
]);

/** Headers of blocks that end with a word and begin with no bracket. */
const headers: Readonly<Record<string, RegExp>> = {
  elixir: /\bdo(?:\s*\|[^|]*\|)?$/,
  julia: /^\s*(?:function|if|elseif|for|while|struct|module|let|macro|mutable struct)\b/,
  lua: /(?:\bfunction\b[^()]*\([^()]*\)|\brepeat)$/,
  ruby: /^\s*(?:def|class|module|if|elsif|unless|while|until|for|case|when|rescue|ensure)\b(?!.*\bend$)|\bdo\s*\|[^|]*\|$/,
};

/** Whether a line ends with something that a block on the lines below it completes. `languageId` tells more headers. */
export function opensBlock(line: string, languageId = ''): boolean {
  if (line.length > maxHeaderLength || comment.test(line)) return false;
  const code = line.replace(trailingComment, '').trimEnd();
  if (opener.test(code)) return true;
  if (withElements.has(languageId) && (openingTag.test(code) || fragment.test(code))) return true;
  return Object.hasOwn(headers, languageId) && headers[languageId]?.test(code) === true;
}

/**
 * How many lines an answer here may have: several on a line that is still blank, below a line that opens a block in
 * which nothing stands yet, and one everywhere else. Closers right of the cursor do not count. Within a comment a
 * line that looks like code opens nothing.
 */
export function linesAllowed(document: DocumentView, position: Position): number {
  const line = document.lineAt(position.line);
  if (line.slice(0, position.character).trim() !== '') return 1;
  if (carriesWords(line.slice(position.character))) return 1;
  const above = nearestLine(document, position.line, -1);
  if (above === undefined || !opensBlock(document.lineAt(above), document.languageId)) return 1;
  if (isFilled(document, above, position.line) || isWithinComment(document, above)) return 1;
  return blockLines;
}

/** Whether a line further in than the block's first line stands below the cursor's. */
function isFilled(document: DocumentView, opening: number, line: number): boolean {
  const below = nearestLine(document, line, 1);
  return below !== undefined && indentationAt(document, below) > indentationAt(document, opening);
}

/** Whether a line is text of a comment or docstring that began above it. */
function isWithinComment(document: DocumentView, line: number): boolean {
  const isPython = document.languageId === 'python';
  for (let read = 0; read <= maxLinesOfComment && line - read >= 0; read++) {
    const text = document.lineAt(line - read);
    if (!isPython) {
      if (text.includes('*/')) return false;
      if (/^\s*\/\*/.test(text)) return true;
    } else if (text.split(/"""|'''/).length === 2) {
      return beginsDocstring(document, line - read);
    }
  }
  return false;
}

/** Whether the only triple quote of a line begins a docstring and does not end one. */
function beginsDocstring(document: DocumentView, line: number): boolean {
  if (!/^\s*[bfru]*(?:"""|''')/i.test(document.lineAt(line))) return false;
  if (!/(?:"""|''')\s*$/.test(document.lineAt(line))) return true;
  const above = nearestLine(document, line, -1);
  if (above === undefined) return true;
  const isBelowHeader = /:\s*(?:#.*)?$/.test(document.lineAt(above));
  return isBelowHeader && indentationAt(document, above) < indentationAt(document, line);
}

function nearestLine(document: DocumentView, from: number, step: 1 | -1): number | undefined {
  for (let read = 1; read <= maxLinesRead; read++) {
    const at = from + step * read;
    if (at < 0 || at >= document.lineCount) return undefined;
    if (document.lineAt(at).trim() !== '') return at;
  }
  return undefined;
}

/** Width of a line's indentation in characters. */
function indentationAt(document: DocumentView, line: number): number {
  return document.lineAt(line).search(/\S|$/);
}
