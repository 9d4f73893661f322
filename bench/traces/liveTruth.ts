import type { PromptText } from '../../src/engine/port';

/** So many whole lines above the cursor's must stand in the final text too, and so many UTF-16 units in all. */
const context = { lines: 3, characters: 40 } as const;

/** Where fewer characters than this were still to be typed, nothing is judged: they are mostly closers, which editors write themselves. */
export const fewestJudged = 3;

/** A cursor's line moves no further than this, in lines, until the trace ends: more lines than all holes have. */
const reachLines = 120;

/** The text that a document has when a trace ends, in which is looked up what was still to be typed. */
export class FinalText {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /**
   * What is still to be typed of the cursor's line, without white space at its end. Undefined where the text before
   * the cursor stands nowhere near it in the end, such as after a mistake, or more than once; and where what now
   * follows on the line does not end it then.
   */
  restAt({ before, after, line }: Pick<PromptText, 'before' | 'after' | 'line'>): string | undefined {
    // The line break in front makes both begin at a line's start.
    const near = `\n${this.#text.slice(this.#startOf(line - reachLines), this.#startOf(line + reachLines))}`;
    const end = onlyEndOf(`\n${contextOf(before)}`, near);
    if (end === undefined) return undefined;
    const rest = firstLineOf(near.slice(end));
    const standing = firstLineOf(after);
    return rest.endsWith(standing) ? rest.slice(0, rest.length - standing.length).trimEnd() : undefined;
  }

  #startOf(line: number): number {
    return line < 0 ? 0 : (this.#starts[line] ?? this.#text.length);
  }
}

function contextOf(before: string): string {
  const lines = before.split('\n');
  let count = context.lines + 1;
  while (count < lines.length && lines.slice(-count).join('\n').length < context.characters) count++;
  return lines.slice(-count).join('\n');
}

/** Where `part` ends in `text`; undefined where it is too short to go by, or is there not once. */
function onlyEndOf(part: string, text: string): number | undefined {
  if (part.length < context.characters) return undefined;
  const index = text.indexOf(part);
  return index < 0 || text.includes(part, index + 1) ? undefined : index + part.length;
}

function firstLineOf(text: string): string {
  return text.split('\n', 1)[0]?.trimEnd() ?? '';
}
