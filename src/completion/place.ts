import { carriesWords } from '../prompt/window';
import type { DocumentView, Position } from './document';

/** UTF-16 units of text before a position that tell it from other positions. */
export const spanLength = 192;

/** Most UTF-16 units that may have been typed since an answer was computed for it still to be found. */
export const maxTypedLength = 512;

const maxTextLength = spanLength + maxTypedLength;
const maxLinesBelow = 48;
const maxFingerprintLine = 160;

/**
 * Where an answer belongs, independent of line numbers and of edits far away.
 * Two places are the same when all four parts are, of `before` only its last {@link spanLength} units.
 */
export interface Place {
  /** Uri of the document. */
  readonly document: string;
  readonly generation: string;
  /** Text before the cursor with `\n` line breaks: its last 704 UTF-16 units, or all of it where it is shorter. */
  readonly before: string;
  /** See {@link suffixFingerprint}. */
  readonly fingerprint: string;
}

export function readPlace(document: DocumentView, position: Position, generation: string): Place {
  const rest = document.lineAt(position.line).slice(position.character);
  return {
    document: document.uri,
    generation,
    before: readBefore(document, position),
    fingerprint: suffixFingerprint(document, position.line, rest),
  };
}

/** The text before a place that an entry keeps. */
export function spanOf(before: string): string {
  return before.slice(-spanLength);
}

/**
 * What was typed at `earlier` to get to `now`, or undefined where `now` does not continue it: '' where they are
 * the same place. The shortest such text, where the document repeats itself.
 */
export function typedSince(earlier: Place, now: Place): string | undefined {
  if (earlier.document !== now.document || earlier.generation !== now.generation) return undefined;
  if (earlier.fingerprint !== now.fingerprint) return undefined;
  const { before } = now;
  const span = spanOf(earlier.before);
  // Differs at most ends, where the spans' beginnings may be the same white space.
  const last = span.charCodeAt(span.length - 1);
  const furthest = Math.min(maxTypedLength, before.length);
  for (let typed = 0; typed <= furthest; typed++) {
    const end = before.length - typed;
    if (end - span.length !== Math.max(0, end - spanLength)) continue;
    if (span !== '' && before.charCodeAt(end - 1) !== last) continue;
    if (before.endsWith(span, end)) return before.slice(end);
  }
  return undefined;
}

/**
 * Names the text after the cursor: the rest of its line where that carries words, and the next two lines that
 * are not blank. Blank lines and lines of closers directly below do not count, so that an auto-closed bracket
 * or Enter between braces leaves it as it is. Indentation does not count either.
 */
export function suffixFingerprint(document: DocumentView, line: number, restOfLine: string): string {
  const parts = [carriesWords(restOfLine) ? clip(restOfLine) : ''];
  const last = Math.min(document.lineCount - 1, line + maxLinesBelow);
  for (let below = line + 1; below <= last && parts.length < 3; below++) {
    const text = clip(document.lineAt(below));
    const counts = parts.length === 1 ? carriesWords(text) : text !== '';
    if (counts) parts.push(text);
  }
  return parts.join('\n');
}

function clip(line: string): string {
  // Cut before trimming, so that a line of a megabyte costs no more than a short one.
  return line
    .slice(0, 2 * maxFingerprintLine)
    .trim()
    .slice(0, maxFingerprintLine);
}

function readBefore(document: DocumentView, position: Position): string {
  const head = document.lineAt(position.line);
  let text = head.slice(Math.max(0, position.character - maxTextLength), position.character);
  for (let line = position.line - 1; line >= 0 && text.length < maxTextLength; line--) {
    text = document.lineAt(line).slice(-maxTextLength) + '\n' + text;
  }
  return text.slice(-maxTextLength);
}
