import type { TextEdit } from '../replay/editableDocument';
import type { ReplayEvent } from '../replay/typist';
import type { Draft, Hole } from './draft';

/** Kinds of events that a trace of a working day has, for counting them. */
export type Deed =
  | 'key'
  | 'pair'
  | 'overtype'
  | 'enter'
  | 'three lines'
  | 'backspace'
  | 'join'
  | 'delete'
  | 'accept'
  | 'undo'
  | 'replace'
  | 'step'
  | 'jump'
  | 'switch'
  | 'elsewhere';

/** Writes down what happens, and when. */
export class Recorder {
  readonly events: ReplayEvent[] = [];
  readonly deeds = new Map<Deed, number>();
  #now = 0;
  #file: string;

  /** `file` is the document that the trace begins in. */
  constructor(file: string) {
    this.#file = file;
  }

  /** The document of the last event. */
  get file(): string {
    return this.#file;
  }

  /** Lets time pass, in ms. */
  wait(ms: number): void {
    this.#now += ms;
  }

  /** `cursor` is where the cursor stands after the edit; it is written down where that is not behind the insertion. */
  edit(deed: Deed, file: string, edit: TextEdit, cursor: number): void {
    const isBehind = cursor === edit.offset + edit.insert.length;
    this.#add(deed, file, isBehind ? { edit } : { edit, cursor });
  }

  move(deed: Deed, file: string, cursor: number): void {
    this.#add(deed, file, { cursor });
  }

  #add(
    deed: Deed,
    file: string,
    event: { readonly edit: TextEdit; readonly cursor?: number } | { readonly cursor: number },
  ): void {
    const moment = file === this.#file ? { at: this.#now } : { at: this.#now, file };
    this.events.push({ ...moment, ...event });
    this.deeds.set(deed, (this.deeds.get(deed) ?? 0) + 1);
    this.#file = file;
  }
}

/** What an editor does in one hole: each method is one event, and keeps the hole's texts in step with it. */
export class HoleEditor {
  readonly draft: Draft;
  readonly hole: Hole;
  readonly #recorder: Recorder;

  constructor(draft: Draft, hole: Hole, recorder: Recorder) {
    this.draft = draft;
    this.hole = hole;
    this.#recorder = recorder;
  }

  get cursor(): number {
    return this.draft.cursorIn(this.hole);
  }

  /** Inserts at the cursor. */
  insert(deed: Deed, text: string): void {
    this.#replace(deed, 0, 0, text);
  }

  /** Inserts an opening and a closing bracket or quote, and stays between them. */
  insertPair(opening: string, closing: string): void {
    this.#replace('pair', 0, 0, opening, closing);
  }

  /** Types over the closing bracket or quote that stands there. */
  overtype(): void {
    this.#replace('overtype', 0, 1, this.hole.pending.slice(0, 1));
  }

  /** Enter between two brackets: the closing one goes to a line of its own, `outer` deep. */
  enterBetween(inner: string, outer: string): void {
    this.#replace('three lines', 0, 0, `\n${inner}`, `\n${outer}`);
  }

  /** Deletes `count` units before the cursor and inserts `text` there. */
  replaceBefore(deed: Deed, count: number, text: string): void {
    this.#replace(deed, count, 0, text);
  }

  /** Inserts, and takes away `count` units of what the editor had closed. */
  insertOver(deed: Deed, text: string, count: number): void {
    this.#replace(deed, 0, count, text);
  }

  /** Types the first key over what stands there and was selected. */
  replaceStale(key: string): void {
    const { cursor, hole } = this;
    const edit = { offset: cursor, delete: hole.stale.length, insert: key };
    hole.typed += key;
    hole.stale = '';
    this.#recorder.edit('replace', this.draft.file, edit, this.cursor);
  }

  /** Moves behind the first `count` units of what the editor has put after the cursor. */
  stepOver(count: number): void {
    const { hole } = this;
    hole.typed += hole.pending.slice(0, count);
    hole.pending = hole.pending.slice(count);
    this.#recorder.move('step', this.draft.file, this.cursor);
  }

  /** Writes the whole hole in one edit, while the cursor stays in another one of the same document. */
  fillFrom(other: HoleEditor): void {
    const { hole } = this;
    const edit = { offset: this.cursor, delete: hole.stale.length, insert: hole.target };
    Object.assign(hole, { typed: hole.target, pending: '', stale: '' });
    this.#recorder.edit('elsewhere', this.draft.file, edit, other.cursor);
  }

  #replace(deed: Deed, before: number, after: number, text: string, closing = ''): void {
    const { cursor, hole } = this;
    const edit = { offset: cursor - before, delete: before + after, insert: text + closing };
    hole.typed = hole.typed.slice(0, hole.typed.length - before) + text;
    hole.pending = closing + hole.pending.slice(after);
    this.#recorder.edit(deed, this.draft.file, edit, this.cursor);
  }
}
