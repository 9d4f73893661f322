/** Lines of a document, without their line breaks. */
export interface LineSource {
  readonly lineCount: number;
  lineAt(line: number): string;
}

/** How much of a document may be read around the cursor. */
export interface WindowLimits {
  readonly linesBefore: number;
  readonly charactersBefore: number;
  readonly linesAfter: number;
  readonly charactersAfter: number;
}

/**
 * Reach of the window. It is wider than what a prompt holds, because the engine keeps the start of the text
 * it has in its KV cache, and so needs to see that text again while the cursor moves down
 * (`prompt/placement.ts` decides what is used).
 */
export const defaultWindowLimits: WindowLimits = {
  linesBefore: 320,
  charactersBefore: 14_000,
  linesAfter: 48,
  charactersAfter: 3_000,
};

/** Limits of a window that reaches `factor` times as far. */
export function windowReaching(factor: number): WindowLimits {
  const { linesBefore, charactersBefore, linesAfter, charactersAfter } = defaultWindowLimits;
  return {
    linesBefore: Math.floor(linesBefore * factor),
    charactersBefore: Math.floor(charactersBefore * factor),
    linesAfter: Math.floor(linesAfter * factor),
    charactersAfter: Math.floor(charactersAfter * factor),
  };
}

export interface PromptWindow {
  /** Text from a line start to the cursor; from the middle of a line only where that line alone is too long. */
  readonly before: string;
  readonly beforeIsWhole: boolean;
  /** What the model may know of the text after the cursor; see `PromptText.after`. */
  readonly after: string;
  /** The rest of the cursor's line as it stands in the document. */
  readonly restOfLine: string;
}

/** Closers, separators and white space: what an editor or a habit puts right of the cursor. */
const closersOnly = /^[\s)\]}>'"`;,:]*$/;

/** Whether the rest of a line says something that a model should read. */
export function carriesWords(restOfLine: string): boolean {
  return !closersOnly.test(restOfLine);
}

/**
 * Reads the text around a position, bounded by `limits` whatever the document's size.
 * A cursor inside a surrogate pair counts as before the pair, so that no half of it is read.
 */
export function readWindow(
  lines: LineSource,
  position: { readonly line: number; readonly character: number },
  limits: WindowLimits = defaultWindowLimits,
): PromptWindow {
  const line = lines.lineAt(position.line);
  const character = snapToCharacter(line, position.character);
  const restOfLine = line.slice(character);
  const { text: before, isWhole } = readBefore(lines, position.line, line.slice(0, character), limits);
  return {
    before,
    beforeIsWhole: isWhole,
    after: readAfter(lines, position.line, restOfLine, limits),
    restOfLine,
  };
}

/** The offset itself, or the one before it where it would split a surrogate pair. */
export function snapToCharacter(text: string, offset: number): number {
  const clamped = Math.min(Math.max(offset, 0), text.length);
  return isHighSurrogate(text.charCodeAt(clamped - 1)) && isLowSurrogate(text.charCodeAt(clamped))
    ? clamped - 1
    : clamped;
}

/**
 * Where to begin in the last `reach` characters of an endless line, which has no line start to align with: at an
 * offset that many keys share, so that the text does not shift by a character a key.
 */
export function startInLine(text: string, reach: number): number {
  const step = Math.ceil(reach / 4);
  return snapToCharacter(text, Math.ceil((text.length - reach) / step) * step);
}

function readBefore(
  lines: LineSource,
  cursorLine: number,
  head: string,
  limits: WindowLimits,
): { text: string; isWhole: boolean } {
  if (head.length > limits.charactersBefore) {
    return { text: head.slice(startInLine(head, limits.charactersBefore)), isWhole: false };
  }
  const parts = [head];
  let length = head.length;
  let line = cursorLine - 1;
  for (; line >= 0 && cursorLine - line <= limits.linesBefore; line--) {
    const text = lines.lineAt(line);
    if (length + text.length + 1 > limits.charactersBefore) break;
    parts.push(text);
    length += text.length + 1;
  }
  return { text: parts.reverse().join('\n'), isWhole: line < 0 };
}

function readAfter(lines: LineSource, cursorLine: number, restOfLine: string, limits: WindowLimits): string {
  let text = carriesWords(restOfLine) ? restOfLine : '';
  const last = Math.min(lines.lineCount - 1, cursorLine + limits.linesAfter);
  for (let line = cursorLine + 1; line <= last && text.length < limits.charactersAfter; line++) {
    text += '\n' + lines.lineAt(line).slice(0, limits.charactersAfter);
  }
  return text.slice(0, snapToCharacter(text, limits.charactersAfter));
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
