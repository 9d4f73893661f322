import type { AnswerOutcome } from '../../src/completion/outcome';
import { closingBrackets } from '../traces/editorRules';
import type { EditableDocument } from './editableDocument';
import type { OpenDocuments } from './openDocuments';
import { type AcceptCounts, cursorAfter, type EditEvent, type ReplayEvent, type Typist } from './typist';

/** UTF-16 units on each side of the cursor within which the coming events must stay to be worth taking a text for. */
const reach = 600;

/** A text that saves fewer keys than this is not worth looking at. */
const fewestKeysSaved = 2;

/** What of a suggestion is taken: all of it or its first line, or also its next word alone. */
export type Taken = 'lines' | 'words';

/**
 * Plays the events of a trace, but takes a suggestion on screen where that leads to just what the next events lead to:
 * the same text with the cursor at the same place, typing mistakes and their correction included. Takes the whole of
 * it, or else its first line, or else, where `taken` says so, its next word. The time that the events would have taken
 * is saved.
 *
 * An editor closes the bracket that is typed, but not the one that is taken. So where the events lead to a text with its
 * closers behind the cursor, the typist takes the text and types each closer: a key each.
 */
export class AcceptingTypist implements Typist {
  readonly #events: readonly ReplayEvent[];
  readonly #documents: OpenDocuments;
  readonly #taken: Taken;
  #index = 0;
  #savedMs = 0;
  #cursor: number | undefined;
  #accepted = 0;
  #keysPressed = 0;
  #characters = 0;

  constructor(events: readonly ReplayEvent[], documents: OpenDocuments, taken: Taken) {
    this.#events = events;
    this.#documents = documents;
    this.#taken = taken;
  }

  get nextAt(): number | undefined {
    const event = this.#events[this.#index];
    return event && event.at - this.#savedMs;
  }

  /** Events of the trace that are played, or that a text taken stands for. */
  get passed(): number {
    return this.#index;
  }

  get accept(): AcceptCounts {
    return {
      accepted: this.#accepted,
      charsSaved: this.#characters - this.#keysPressed,
      keysPressed: this.#keysPressed,
      characters: this.#characters,
    };
  }

  next(suggestion: AnswerOutcome | undefined): ReplayEvent {
    const event = this.#events[this.#index];
    if (!event) throw new RangeError('The trace has ended.');
    const taken = suggestion && this.#take(suggestion, event.at);
    const played = taken ?? { ...event, at: event.at - this.#savedMs };
    if (!taken) this.#pass(1);
    if ('edit' in played) this.#keysPressed++;
    this.#cursor = cursorAfter(played);
    return played;
  }

  /** The edit that taking a text makes, in place of the events that lead there too; undefined where none do. */
  #take({ text, replaceAfter }: AnswerOutcome, at: number): EditEvent | undefined {
    const cursor = this.#cursor;
    if (cursor === undefined) return undefined;
    const document = this.#documents.active;
    for (const { part, closers } of waysToTake(text, this.#taken)) {
      const insert = withLineEndsOf(document, part);
      const edit = { offset: cursor, delete: part === text ? replaceAfter : 0, insert: insert + closers };
      const target = cursor + insert.length;
      const keys = insert === '' ? 0 : this.#keysTo(document, edit, target);
      if (keys - closers.length <= fewestKeysSaved) continue;
      const event: EditEvent = { at: at - this.#savedMs, edit, ...(closers !== '' && { cursor: target }) };
      this.#savedMs += (this.#events[this.#index + keys - 1]?.at ?? at) - at;
      this.#pass(keys);
      this.#accepted++;
      this.#keysPressed += closers.length;
      return event;
    }
    return undefined;
  }

  /**
   * How many of the coming events, all of them near the cursor, come to the same as an edit after which the cursor
   * stands at `targetCursor`; 0 where none do.
   */
  #keysTo(document: EditableDocument, wanted: EditEvent['edit'], targetCursor: number): number {
    const start = Math.max(0, wanted.offset - reach);
    const region = document.text.slice(start, wanted.offset + wanted.delete + reach);
    const target = edited(region, start, wanted);
    let text = region;
    const most = 2 * wanted.insert.length + 8;
    for (let keys = 1; keys <= most; keys++) {
      const event = this.#events[this.#index + keys - 1];
      if (!event || (event.file ?? document.path) !== document.path) return 0;
      const [from, to] = rangeOf(event);
      if (from < start || to > start + text.length) return 0;
      if ('edit' in event) text = edited(text, start, event.edit);
      if (cursorAfter(event) === targetCursor && text === target) return keys;
    }
    return 0;
  }

  #pass(count: number): void {
    for (const event of this.#events.slice(this.#index, this.#index + count)) {
      if ('edit' in event) this.#characters++;
    }
    this.#index += count;
  }
}

interface WayToTake {
  readonly part: string;
  /** What is typed behind it, one key each. */
  readonly closers: string;
}

/** The most first, and each part without typing a closer first. */
function waysToTake(text: string, taken: Taken): readonly WayToTake[] {
  return [...partsOf(text, taken)].flatMap((part) => {
    const closers = closersOf(part);
    const alone = { part, closers: '' };
    return closers === '' ? [alone] : [alone, { part, closers }];
  });
}

/** The closers that a text lacks, innermost first. One in a string counts, too: it then leads to no text that is typed. */
function closersOf(text: string): string {
  const open: string[] = [];
  for (const unit of text) {
    const closer = closingBrackets[unit];
    if (closer !== undefined) open.push(closer);
    else if (unit === open.at(-1)) open.pop();
  }
  return open.reverse().join('');
}

/** What can be taken with one key, the most first. */
function partsOf(text: string, taken: Taken): ReadonlySet<string> {
  const [firstLine = ''] = text.split('\n', 1);
  return new Set(taken === 'words' ? [text, firstLine, nextWord(text)] : [text, firstLine]);
}

/**
 * What VS Code's acceptNextWord inserts: the word that the text begins with, or what stands before its first word, up
 * to the end of its first white space (`inlineCompletionsModel.ts`; the word is that of its default settings).
 */
function nextWord(text: string): string {
  const word = /[\p{L}\p{N}_$]+/u.exec(text);
  const wordEnd = word ? (word.index === 0 ? word[0].length : word.index) : text.length;
  const space = /\s+/.exec(text);
  return text.slice(0, space ? Math.min(wordEnd, space.index + space[0].length) : wordEnd);
}

/** What an event touches, as offsets before it. */
function rangeOf(event: ReplayEvent): readonly [number, number] {
  if (!('edit' in event)) return [event.cursor, event.cursor];
  const { offset, delete: deleted } = event.edit;
  return [offset, offset + deleted];
}

function edited(text: string, start: number, edit: EditEvent['edit']): string {
  const at = edit.offset - start;
  return text.slice(0, at) + edit.insert + text.slice(at + edit.delete);
}

/** Answers have `\n`; a document may have other line ends. */
function withLineEndsOf(document: EditableDocument, text: string): string {
  const end = document.lineEndAt(0);
  return end === '' ? text : text.replaceAll('\n', end);
}
