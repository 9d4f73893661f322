/**
 * What an editor does by itself while code is typed: pure rules, as VS Code has them for JavaScript and TypeScript, and as
 * good as the same for other languages with brackets.
 */

/** The closing bracket of each opening one. */
export const closingBrackets: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

const closings: Readonly<Record<string, string>> = {
  ...closingBrackets,
  "'": "'",
  '"': '"',
  '`': '`',
};

const quotes = new Set(["'", '"', '`']);

/** Whether a key closes a bracket or a quote. */
export function isClosing(key: string): boolean {
  return key !== '' && Object.values(closings).includes(key);
}

/** What is inserted behind `key` when it is typed; undefined where nothing is. */
export function closingFor(key: string, lineBefore: string, lineAfter: string): string | undefined {
  const closing = closings[key];
  if (closing === undefined || !/^($|[\s;:.,=}\])>])/.test(lineAfter)) return undefined;
  if (!quotes.has(key)) return closing;
  return /[\w$]$/.test(lineBefore) || isInTextOrComment(lineBefore) ? undefined : closing;
}

/** The white space that one step of indentation is in a text. */
export function indentUnit(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const widths = [...text.matchAll(/^( +)\S/gm)].map(([, spaces = '']) => spaces.length);
  const even = widths.filter((width) => width % 2 === 0);
  const isFour = even.length > 0 && even.every((width) => width % 4 === 0);
  return ' '.repeat(isFour ? 4 : 2);
}

/** A line of Python after which VS Code indents (`extensions/python`, its rule for Enter). */
const pythonBlock = /^\s*(?:def|class|for|if|elif|else|while|try|with|finally|except|async).*:\s*$/;

/**
 * What begins the next line after Enter: the indentation, one step more behind a bracket or what begins a block of
 * Python, and the star of a comment.
 */
export function beginningAfter(lineBefore: string, unit: string, languageId: string): string {
  const indentation = indentationOf(lineBefore);
  const code = lineBefore.trim();
  if (languageId === 'python' && pythonBlock.test(lineBefore)) return indentation + unit;
  if (code.endsWith('*/')) return code.startsWith('*') ? indentation.replace(/ $/, '') : indentation;
  if (code.startsWith('/**')) return `${indentation} * `;
  if (/^\*(\s|$)/.test(code)) return `${indentation}* `;
  return /[([{]$/.test(code) ? indentation + unit : indentation;
}

/** Whether the cursor stands between an opening bracket and the one that closes it. */
export function isBetweenBrackets(lineBefore: string, lineAfter: string): boolean {
  const opening = lineBefore.slice(-1);
  const closing = closings[opening];
  return closing !== undefined && !quotes.has(opening) && lineAfter.startsWith(closing);
}

export function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** How many units Backspace takes from white space that begins a line: one step of it, or one character of other text. */
export function backspaceWidth(text: string, unit: string): number {
  return /^[ \t]+$/.test(text) && text.endsWith(unit) ? unit.length : 1;
}

/** Judged by the line alone, which is what a typist sees at a glance. */
function isInTextOrComment(lineBefore: string): boolean {
  if (/^\s*(\*|\/\*)/.test(lineBefore)) return true;
  let open = '';
  for (let index = 0; index < lineBefore.length; index++) {
    const unit = lineBefore[index] ?? '';
    if (unit === '\\') index++;
    else if (open !== '') open = unit === open ? '' : open;
    else if (quotes.has(unit)) open = unit;
    else if (lineBefore.startsWith('//', index)) return true;
  }
  return open !== '';
}
