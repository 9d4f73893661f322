import type { StopReason } from '../port';

/** What the rules know of the place where the answer stands. */
export interface StopContext {
  /** Most lines of the answer. */
  readonly lines: number;
  /** Indentation of the cursor's line, as white space. */
  readonly indentation: string;
  /** First line below the cursor that carries text, trimmed; empty if there is none. */
  readonly nextLine: string;
}

export interface Stop {
  readonly reason: StopReason;
  /** The answer, cut where the rule says. */
  readonly text: string;
}

/** Reads a stop context from the text around the cursor. */
export function stopContext(before: string, after: string, lines: number): StopContext {
  const cursorLine = before.slice(before.lastIndexOf('\n') + 1);
  const below = after.split('\n').slice(1);
  return {
    lines,
    indentation: /^[ \t]*/.exec(cursorLine)?.[0] ?? '',
    nextLine: below.find((line) => line.trim() !== '')?.trim() ?? '',
  };
}

/**
 * Whether an answer is complete, and where. `text` is the whole answer so far and grows by a few characters
 * between calls; lines before the last one are final.
 */
export function findStop(text: string, context: StopContext): Stop | undefined {
  const firstBreak = text.indexOf('\n');
  if (firstBreak < 0) return undefined;
  if (context.lines <= 1) return { reason: 'line', text: text.slice(0, firstBreak) };
  return findBlockEnd(text, context);
}

function findBlockEnd(text: string, context: StopContext): Stop | undefined {
  const lines = text.split('\n');
  const finished = lines.length - 1;
  for (let index = 1; index <= finished; index++) {
    const line = lines[index] ?? '';
    const isFinal = index < finished;
    const kept = (): string => lines.slice(0, index).join('\n');
    if (index >= context.lines) return { reason: 'block', text: kept() };
    if (line.trim() === '') {
      if (isFinal) return { reason: 'block', text: kept() };
      continue;
    }
    if (leaves(line, context.indentation)) return { reason: 'block', text: kept() };
    if (!isFinal) continue;
    if (repeatsNextLine(line, context)) return { reason: 'suffix', text: kept() };
    if (repeatsAnswer(lines, index)) return { reason: 'repetition', text: kept() };
  }
  return undefined;
}

/** Whether a line with text stands further out than the cursor's: the block has ended. */
function leaves(line: string, indentation: string): boolean {
  return !line.startsWith(indentation);
}

/** Short lines such as `}` repeat by nature. */
const shortLine = 4;

function repeatsNextLine(line: string, context: StopContext): boolean {
  return context.nextLine.length >= shortLine && line.trim() === context.nextLine;
}

function repeatsAnswer(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? '';
  return line.trim().length >= shortLine && lines[index - 1] === line;
}
