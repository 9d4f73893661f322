import type { CodeSyntax } from './syntax';

/** A string or comment that goes on from line to line: what ends it. */
export type Region = '*/' | '`' | '"""' | "'''";

export interface Bracket {
  /** UTF-16 units from the line's start. */
  readonly at: number;
  readonly unit: string;
}

export interface LineBrackets {
  /** Brackets of the code, not of its strings and comments. */
  readonly brackets: readonly Bracket[];
  /** What the line ends in. */
  readonly region: Region | undefined;
  /** From where on the line is not understood, because a string does not end; brackets from there on are left out. */
  readonly unsureFrom: number | undefined;
  /** Where the line's last code ends. */
  readonly codeEnd: number;
}

const commentLine = /^\s*\*(?:\s|\/|$)/;
const character = /'(?:\\[^']+|[^'\\])'/y;
const regExp = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[a-z]*/y;
const beforeRegExp = /(?:[(,=:[!&|?{;+]|\b(?:return|typeof|case|in|of))\s*$|^\s*$/;

/** Finds the brackets of a line that begins within `begunIn`. */
export function bracketsOfLine(line: string, begunIn: Region | undefined, syntax: CodeSyntax): LineBrackets {
  const brackets: Bracket[] = [];
  let region = begunIn;
  let codeEnd = 0;
  let at = 0;
  const result = (unsureFrom?: number): LineBrackets => ({ brackets, region, unsureFrom, codeEnd });
  if (region === undefined && syntax.hasBlockComments && commentLine.test(line)) return result();
  while (at < line.length) {
    if (region !== undefined) {
      const end = endOfRegion(line, at, region);
      if (end < 0) return result();
      at = end;
      if (region !== '*/') codeEnd = at;
      region = undefined;
      continue;
    }
    const kind = kindOf(line.charCodeAt(at));
    if (kind !== 'other') {
      at++;
      if (kind === 'word') codeEnd = at;
      continue;
    }
    const unit = line[at] ?? '';
    if (startsComment(line, at, syntax)) return result();
    if ('()[]{}'.includes(unit)) {
      brackets.push({ at, unit });
    } else if (unit === '\\') {
      at++;
    } else if (syntax.hasBlockComments && line.startsWith('/*', at)) {
      region = '*/';
      at += 2;
      continue;
    } else {
      const long = longQuoteAt(line, at, syntax);
      if (long !== undefined) {
        region = long as Region;
        at += long.length;
        continue;
      }
      const end = endOfLiteral(line, at, syntax);
      if (end < 0) return result(at);
      if (end > at) at = end - 1;
    }
    at++;
    if (unit.trim() !== '') codeEnd = at;
  }
  return result();
}

/** Most of the code is words and blanks, and they need no second look. */
function kindOf(code: number): 'word' | 'blank' | 'other' {
  if (code === 0x20 || code === 0x09) return 'blank';
  const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  return isLetter || (code >= 0x30 && code <= 0x39) || code === 0x5f || code === 0x24 ? 'word' : 'other';
}

// This is asked of every sign of some thirty lines at each request: a loop, where a callback would leave garbage.
function startsComment(line: string, at: number, { lineComments }: CodeSyntax): boolean {
  for (const mark of lineComments) {
    if (!line.startsWith(mark, at)) continue;
    // `#` in the middle of a word is none, as in `C#`.
    if (mark !== '#' || at === 0 || /\s/.test(line[at - 1] ?? '')) return true;
  }
  return false;
}

function longQuoteAt(line: string, at: number, { longQuotes }: CodeSyntax): string | undefined {
  for (const quote of longQuotes) if (line.startsWith(quote, at)) return quote;
  return undefined;
}

/** Where a string, a character or a regular expression ends that begins at `at`; `at` if none does, -1 if it does not end. */
function endOfLiteral(line: string, at: number, syntax: CodeSyntax): number {
  const unit = line[at] ?? '';
  if (syntax.quotes.includes(unit)) return endOfString(line, at + 1, unit);
  if (unit === "'" && syntax.hasCharacters) return endOfMatch(character, line, at);
  if (unit === '/' && syntax.hasRegExps && beforeRegExp.test(line.slice(Math.max(0, at - 12), at))) {
    return endOfMatch(regExp, line, at);
  }
  return at;
}

function endOfMatch(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}

function endOfRegion(line: string, from: number, region: Region): number {
  if (region !== '*/') return endOfString(line, from, region);
  const at = line.indexOf(region, from);
  return at < 0 ? -1 : at + region.length;
}

function endOfString(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line.startsWith(quote, at)) return at + quote.length;
  }
  return -1;
}
