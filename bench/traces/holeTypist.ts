import type { Hole } from './draft';
import {
  backspaceWidth,
  beginningAfter,
  closingFor,
  indentationOf,
  isBetweenBrackets,
  isClosing,
} from './editorRules';
import { acceptAfter, habits, shortestAccept } from './habits';
import type { HoleEditor, Recorder } from './holeEditor';
import { namesIn, slipsOf } from './mistakes';
import { type Rhythm, rhythmParameters } from './rhythm';

export interface HoleTypistParts {
  readonly editor: HoleEditor;
  readonly recorder: Recorder;
  readonly rhythm: Rhythm;
  /** One step of indentation in this document. */
  readonly unit: string;
}

/**
 * Types the target of one hole as a person does in an editor that closes brackets and indents. Whatever happens on
 * the way, what is typed is a beginning of the target whenever a method returns.
 */
export class HoleTypist {
  readonly editor: HoleEditor;
  readonly #recorder: Recorder;
  readonly #rhythm: Rhythm;
  readonly #unit: string;
  /** After how many characters of the present line a suggestion is taken; undefined where none is. */
  #acceptAfter: number | undefined;

  constructor({ editor, recorder, rhythm, unit }: HoleTypistParts) {
    this.editor = editor;
    this.#recorder = recorder;
    this.#rhythm = rhythm;
    this.#unit = unit;
    this.#beginLine();
  }

  get isDone(): boolean {
    const { typed, target, pending } = this.#hole;
    return typed.length === target.length && pending === '';
  }

  /** Types on to the end of the `lines`-th line from here, or of the target; what the editor left over goes then. */
  typeLines(lines: number): void {
    const ends = lineEnds(this.#hole.target).filter((end) => end > this.#hole.typed.length);
    const until = ends[lines - 1] ?? this.#hole.target.length;
    while (this.#hole.typed.length < until) this.#step();
    if (this.#rest === '') this.#clearPending();
  }

  get #hole(): Hole {
    return this.editor.hole;
  }

  get #rest(): string {
    return this.#hole.target.slice(this.#hole.typed.length);
  }

  get #restOfLine(): string {
    return this.#rest.split('\n', 1)[0] ?? '';
  }

  get #lineBefore(): string {
    return this.editor.draft.lineBefore(this.#hole);
  }

  #beginningAfter(lineBefore: string): string {
    return beginningAfter(lineBefore, this.#unit, this.editor.draft.languageId);
  }

  /** What the editor has put behind the cursor on its line. */
  get #pendingOnLine(): string {
    return this.#hole.pending.split('\n', 1)[0] ?? '';
  }

  #step(): void {
    const key = String.fromCodePoint(this.#rest.codePointAt(0) ?? 0);
    if (this.#stepsOverLines()) return;
    if (key === '\n') this.#enter();
    else if (this.#hole.stale !== '') this.#key(key, () => this.editor.replaceStale(key));
    else if (this.#takesSuggestion() || this.#overtypes(key)) return;
    else this.#type(key);
  }

  /** A closing bracket that stands on a line of its own already is not typed: the cursor goes there. */
  #stepsOverLines(): boolean {
    const lines = /^\n[ \t]*[)\]}]/.exec(this.#hole.pending)?.[0];
    if (lines === undefined || !this.#rest.startsWith(lines)) return false;
    this.#recorder.wait(this.#rhythm.key(true));
    this.editor.stepOver(lines.length);
    return true;
  }

  #overtypes(key: string): boolean {
    const [first = '', second = ''] = this.#hole.pending;
    if (!isClosing(key) || !isClosing(first)) return false;
    if (first !== key) {
      if (second !== key) return false;
      // The editor has closed what the text does not close here.
      this.#deletePending();
    }
    this.#key(key, () => this.editor.overtype());
    return true;
  }

  #type(key: string): void {
    if (/[\w$]/.test(key) && this.#lineBefore.trim() !== '') this.#stray(key);
    const lineAfter = this.editor.draft.lineAfter(this.#hole);
    const closing = closingFor(key, this.#lineBefore, lineAfter);
    this.#key(key, () => {
      if (closing === undefined) this.editor.insert('key', key);
      else this.editor.insertPair(key, closing);
    });
  }

  /** Everything that ends where it began, so that the key is still to be typed. */
  #stray(key: string): void {
    const rhythm = this.#rhythm;
    if (/[A-Za-z]/.test(key) && rhythm.chance(habits.slip)) this.#slip(key);
    if (!this.#startsWord(key)) return;
    if (rhythm.chance(habits.falseStart)) this.#undoes(rhythm.pick(namesIn(this.#hole.target)), false);
    if (rhythm.chance(rhythmParameters.thoughtBeforeWord)) this.#recorder.wait(rhythm.pause('thought'));
    // Nobody breaks the line, or takes a whole one, inside brackets that the editor has closed.
    if (isClosing(this.#hole.pending.slice(0, 1))) return;
    if (rhythm.chance(habits.wrongAccept)) this.#undoes(rhythm.pick(this.#hole.target.split('\n')), true);
    if (rhythm.chance(habits.earlyEnter)) this.#entersEarly();
  }

  #slip(key: string): void {
    const wrong = this.#rhythm.pick(slipsOf(key));
    if (wrong === undefined) return;
    const after = /^[A-Za-z]*/.exec(this.#rest.slice(1))?.[0] ?? '';
    const typed = wrong + after.slice(0, this.#rhythm.between(0, 2));
    for (const letter of typed) this.#key(letter, () => this.editor.insert('key', letter));
    this.#recorder.wait(this.#rhythm.pause('notice'));
    for (let index = 0; index < typed.length; index++) {
      if (index > 0) this.#recorder.wait(this.#rhythm.repeat());
      this.editor.replaceBefore('backspace', 1, '');
    }
  }

  /** Types a text, or takes it as a suggestion, and undoes it in one step. */
  #undoes(text: string | undefined, isSuggestion: boolean): void {
    const wrong = text?.trim() ?? '';
    if (wrong === '' || this.#rest.startsWith(wrong)) return;
    if (isSuggestion) {
      this.#recorder.wait(this.#rhythm.pause('verdict'));
      this.editor.insert('accept', wrong);
    } else {
      for (const letter of wrong) this.#key(letter, () => this.editor.insert('key', letter));
    }
    this.#recorder.wait(this.#rhythm.pause('verdict'));
    this.editor.replaceBefore('undo', wrong.length, '');
  }

  /** Presses Enter and joins the lines again by Backspace. */
  #entersEarly(): void {
    const beginning = this.#beginningAfter(this.#lineBefore);
    this.#recorder.wait(this.#rhythm.key(false));
    this.editor.insert('enter', `\n${beginning}`);
    this.#recorder.wait(this.#rhythm.pause('notice'));
    this.#backspaceTo(beginning, '');
    this.#recorder.wait(this.#rhythm.repeat());
    this.editor.replaceBefore('join', 1, '');
  }

  #takesSuggestion(): boolean {
    const line = this.#restOfLine;
    const pending = this.#pendingOnLine;
    const typed = this.#lineBefore.trimStart().length;
    if (this.#acceptAfter === undefined || typed < this.#acceptAfter) return false;
    if (line.length < shortestAccept || !line.endsWith(pending)) return false;
    this.#acceptAfter = undefined;
    this.#recorder.wait(this.#rhythm.pause('verdict'));
    this.editor.insertOver('accept', line, pending.length);
    return true;
  }

  /** Enter, once for each line break that follows, and whatever makes the indentation that of the target. */
  #enter(): void {
    const breaks = /^\n+/.exec(this.#rest)?.[0].length ?? 1;
    const wanted = this.#rest.slice(breaks).split('\n', 1)[0] ?? '';
    let beginning = '';
    for (let index = 0; index < breaks; index++) {
      this.#recorder.wait(index === 0 ? this.#rhythm.key(false) : this.#rhythm.repeat());
      beginning = this.#pressEnter(beginning);
    }
    this.#settleIndentation(beginning, wanted);
    this.#beginLine();
    this.#recorder.wait(this.#rhythm.pause('lineStart'));
  }

  /** `blank` is what the editor began the present line with, where nothing else is on it; Enter takes it away. */
  #pressEnter(blank: string): string {
    const before = this.#lineBefore;
    const after = this.editor.draft.lineAfter(this.#hole);
    const beginning = this.#beginningAfter(before);
    if (blank === '' && isBetweenBrackets(before, after) && isClosing(this.#hole.pending.slice(0, 1))) {
      this.editor.enterBetween(beginning, indentationOf(before));
    } else {
      this.editor.replaceBefore('enter', blank.length, `\n${beginning}`);
    }
    return beginning;
  }

  /** The cursor stands behind `beginning`, which the editor has put there; the line is to begin as `wanted` does. */
  #settleIndentation(beginning: string, wanted: string): void {
    const common = commonBeginning(beginning, wanted);
    const indentation = indentationOf(wanted);
    const [closing = ''] = wanted.slice(indentation.length);
    const isOutdent = beginning.length > common.length && beginning.trim() === '' && isClosing(closing);
    if (isOutdent && !this.#hole.pending.startsWith(closing)) {
      this.#key(closing, () => this.editor.replaceBefore('key', beginning.length, indentation + closing));
      return;
    }
    this.#backspaceTo(beginning, common);
    for (let missing = indentation.slice(common.length); missing !== '';) {
      const step = missing.startsWith(this.#unit) ? this.#unit : missing;
      this.#recorder.wait(this.#rhythm.repeat());
      this.editor.insert('key', step);
      missing = missing.slice(step.length);
    }
  }

  /** Presses Backspace until only `kept` is left of `text`, which stands before the cursor. */
  #backspaceTo(text: string, kept: string): void {
    for (let left = text; left.length > kept.length;) {
      const count = Math.min(backspaceWidth(left, this.#unit), left.length - kept.length);
      this.#recorder.wait(this.#rhythm.repeat());
      this.editor.replaceBefore('backspace', count, '');
      left = left.slice(0, -count);
    }
  }

  #clearPending(): void {
    while (this.#hole.pending !== '') this.#deletePending();
  }

  #deletePending(): void {
    this.#recorder.wait(this.#rhythm.repeat());
    this.editor.insertOver('delete', '', 1);
  }

  #beginLine(): void {
    const takes = this.#rhythm.chance(habits.accept);
    this.#acceptAfter = takes ? this.#rhythm.between(acceptAfter.least, acceptAfter.most) : undefined;
    if (this.#rhythm.chance(rhythmParameters.thoughtBeforeLine))
      this.#recorder.wait(this.#rhythm.pause('thought'));
  }

  #key(key: string, press: () => void): void {
    this.#recorder.wait(this.#rhythm.key(this.#startsWord(key)));
    press();
  }

  #startsWord(key: string): boolean {
    return /[\w$]/.test(key) && !/[\w$]$/.test(this.#hole.typed);
  }
}

/** Offsets of the ends of all lines that are not blank. */
function lineEnds(text: string): readonly number[] {
  return [...text.matchAll(/[^\n](?=\n|$)/g)].map(({ index }) => index + 1);
}

function commonBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
