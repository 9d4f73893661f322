import { RandomChoice } from '../../test/support/randomChoice';
import type { SourceFile } from '../quality/corpus';

/** A cursor anywhere in real code: between any two characters of a file, line breaks included. */
export interface Cursor {
  /** From a line's start to the cursor. Not empty. */
  readonly middle: string;
  /** What its author wrote next. Not empty. */
  readonly rest: string;
}

/** As many lines as the anchor stands above the cursor's; see `defaultPlacementLimits`. */
const linesAbove = 24;

/** Far longer than any token that healing could ask for. UTF-16 units. */
const restLength = 200;

/** Repeatable cursors. Every file is as likely as any other, and in it every place. */
export function chooseCursors(files: readonly SourceFile[], count: number, seed: number): Cursor[] {
  const choice = new RandomChoice(seed);
  const texts = files.map(({ lines }) => lines.join('\n'));
  return Array.from({ length: count }, () => cursorIn(texts[choice.below(texts.length)] ?? '', choice));
}

function cursorIn(text: string, choice: RandomChoice): Cursor {
  let at = 1 + choice.below(text.length - 1);
  if (isInCharacter(text, at)) at--;
  const start = Math.max(...lineStarts(text.slice(0, at)).slice(0, -linesAbove), 0);
  return { middle: text.slice(start, at), rest: text.slice(at, at + restLength) };
}

function lineStarts(text: string): number[] {
  return Array.from(text.matchAll(/\n/g), ({ index }) => index + 1);
}

/** Whether the two halves of a character outside the Basic Multilingual Plane are on both sides. */
function isInCharacter(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}
