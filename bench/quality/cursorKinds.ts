/** Where in a line a cursor stands: what the tokens before it look like decides much of the answer. */
export const cursorKinds = ['line start', 'behind punctuation', 'inside a word', 'elsewhere'] as const;
export type CursorKind = (typeof cursorKinds)[number];

const wordCharacter = /[\p{L}\p{N}_$]/u;
const dotBracketOrSpace = /[.()[\]{} ]/;

/** Fewer characters than this are mostly closers, which editors write themselves. */
const leastRest = 3;

/** Offsets in `line` by kind, behind each of which at least three characters other than white space stand. */
export function cursorsIn(line: string): Map<CursorKind, number[]> {
  const found = new Map<CursorKind, number[]>(cursorKinds.map((kind) => [kind, []]));
  const visible = [...line.matchAll(/\S/g)].map(({ index }) => index);
  const last = visible.at(-leastRest) ?? -1;
  for (let at = 0; at <= last; at++) {
    const kind = kindOf(line, at);
    if (kind) found.get(kind)?.push(at);
  }
  return found;
}

/** Undefined where nobody stops to wait for an answer: in white space, one character into a word, in a character cut in two. */
export function kindOf(line: string, at: number): CursorKind | undefined {
  const before = line.slice(0, at);
  const [next, previous] = [line[at] ?? '', before.at(-1) ?? ''];
  if (isHalfCharacter(next) || next.trim() === '') return undefined;
  if (before.trim() === '') return 'line start';
  if (dotBracketOrSpace.test(previous)) return 'behind punctuation';
  if (previous.trim() === '') return undefined;
  if (!wordCharacter.test(previous) || !wordCharacter.test(next)) return 'elsewhere';
  return wordCharacter.test(before.at(-2) ?? '') ? 'inside a word' : undefined;
}

function isHalfCharacter(unit: string): boolean {
  return unit >= '\udc00' && unit <= '\udfff';
}

/** What a line is for. Lines of comments and imports are easy, or hopeless, in their own ways. */
export type LineClass = 'blank' | 'comment' | 'import' | 'code';

/** By the line alone: inner lines of comments are known by their asterisk, those of imports not at all. */
export function classOf(line: string): LineClass {
  const text = line.trim();
  if (text === '') return 'blank';
  if (/^(\/\/|\/\*|\*(?!\w))/.test(text)) return 'comment';
  if (/^(import\b(?!\s*[.(])|export\b.*\bfrom\s*['"]|\}\s*from\s*['"])/.test(text)) return 'import';
  return /^(const|let|var)\s.*=\s*require\(/.test(text) ? 'import' : 'code';
}
