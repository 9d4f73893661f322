import { maxLineLength } from '../filterContext';
import { bracketsOfLine, type Region } from './bracketsOfLine';
import { indentationOf } from './indentationOf';
import type { CodeSyntax } from './syntax';

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

interface Open {
  readonly closer: string;
  /** Whether it stands in a line above the cursor's, in the cursor's, or in the answer. */
  readonly where: 'above' | 'head' | 'answer';
}

type Verdict = 'opens' | 'closes own' | 'closes' | 'stray' | 'unclear';

/**
 * What is open around all that was read: unknown, because it was opened above the text that is read; a block, which
 * only a brace closes, because a statement began or ended there; or nothing, because the document begins there.
 */
type Around = 'unknown' | 'block' | 'nothing';

/** Words that begin a statement, and no argument, element or operand. */
const statement =
  /^\s*(?:assert|break|const|continue|def|defer|del|export|import|let|package|pass|private|protected|public|raise|return|static|throw|use|var)(?=[\s;]|$)(?!\s*[:=,)])/;

/**
 * Knows which brackets are open at a place, from the lines above it. Where these are not understood, as where a
 * closer in them closes something else, everything before counts for nothing.
 */
export class OpenBrackets {
  readonly #syntax: CodeSyntax;
  #open: Open[] = [];
  #around: Around;
  #region: Region | undefined;
  /** Indentations of the lines read since the last that was not understood. */
  #indentations: number[] = [];

  constructor(syntax: CodeSyntax, isWholeAbove: boolean) {
    this.#syntax = syntax;
    this.#around = isWholeAbove ? 'nothing' : 'unknown';
  }

  /** Reads the next line above the cursor's. */
  readAbove(line: string): void {
    const begunIn = this.#region;
    const { brackets, region, unsureFrom, codeEnd } = bracketsOfLine(line, begunIn, this.#syntax);
    if (begunIn === undefined) this.#noteStatement(statement.test(line));
    for (const { unit } of brackets) this.#readTrusted(unit, 'above');
    this.#region = region;
    // A comment's end where none began: all before was its text.
    const endsComment = begunIn !== '*/' && /^[^'"`]*\*\//.test(line) && !line.includes('/*');
    // A string over several lines that seems to begin may just as well end.
    const isString = [begunIn, region].some((each) => each !== undefined && each !== '*/');
    if (endsComment || isString || unsureFrom !== undefined || line.length >= maxLineLength) this.#forget();
    else if (codeEnd > 0 && region === undefined) {
      this.#noteStatement(/[^;\s]\s*;$/.test(line.slice(0, codeEnd)));
      if (!/^\s*#/.test(line)) this.#indentations.push(indentationOf(line).length);
    }
  }

  /**
   * Where in `text`, which stands behind `head` in the cursor's line, the first closer is that certainly closes
   * nothing; -1 if there is none. Closers of `rest`, right of the cursor, are closed by the answer and not again.
   */
  firstStray(head: string, text: string, rest: string): number {
    const lines = (head + text).split('\n');
    const closersRight = rest.replaceAll(/[^)\]}]/g, '');
    let overwritten = 0;
    let lineStart = -head.length;
    for (const line of lines) {
      const { brackets, region, unsureFrom } = bracketsOfLine(line, this.#region, this.#syntax);
      if (lineStart < 0 && unsureFrom !== undefined && unsureFrom < head.length) return -1;
      for (const { at, unit } of brackets) {
        if (lineStart + at < 0) {
          this.#readTrusted(unit, 'head');
          continue;
        }
        const verdict = this.#judge(unit, line, at);
        if (verdict === 'unclear') return -1;
        if (verdict !== 'closes' && verdict !== 'stray') continue;
        if (closersRight[overwritten] === unit) overwritten++;
        else if (verdict === 'stray') return lineStart + at;
      }
      if (unsureFrom !== undefined) return -1;
      this.#region = region;
      lineStart += line.length + 1;
    }
    return -1;
  }

  #readTrusted(unit: string, where: 'above' | 'head'): void {
    const closer = closerOf[unit];
    if (closer !== undefined) this.#open.push({ closer, where });
    else if (this.#open.at(-1)?.closer === unit) this.#open.pop();
    else this.#forget();
  }

  #judge(unit: string, line: string, at: number): Verdict {
    const closer = closerOf[unit];
    if (closer !== undefined) {
      this.#open.push({ closer, where: 'answer' });
      return 'opens';
    }
    const innermost = this.#open.at(-1);
    if (innermost?.closer === unit) {
      this.#open.pop();
      return innermost.where === 'answer' ? 'closes own' : 'closes';
    }
    // A parenthesis that was left open in a line above is the user's affair; it does not say where the block ends.
    if (innermost !== undefined)
      return innermost.where === 'above' && innermost.closer !== '}' ? 'unclear' : 'stray';
    if (this.#around === 'nothing' || (this.#around === 'block' && unit !== '}')) return 'stray';
    if (unit === '}' && this.#isTooDeep(line, at)) return 'stray';
    this.#around = 'unknown';
    return 'closes';
  }

  /** Whether a brace at a line's start stands further in than a line above since which no block is open. */
  #isTooDeep(line: string, at: number): boolean {
    const indentation = indentationOf(line).length;
    return at === indentation && this.#indentations.some((above) => above < indentation);
  }

  #noteStatement(isStatement: boolean): void {
    if (isStatement && this.#open.length === 0 && this.#around === 'unknown') this.#around = 'block';
  }

  #forget(): void {
    this.#open = [];
    this.#around = 'unknown';
    this.#indentations = [];
  }
}
