import type { Acceptance } from '../../src/completion/acceptance';
import type { LiveText } from '../../src/completion/liveText';

interface Edit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** An item that the provider returned and the editor shows. */
interface Item {
  readonly id: number;
  readonly text: string;
  /** Closers right of the cursor that the text repeats. */
  readonly replaceAfter: number;
  start: number;
}

/**
 * A document with one cursor, `|` in the text it is made from. It tells what VS Code tells an extension, in its
 * order: an edit event, then the cursor's place, then the command of an accepted item.
 */
export class FollowedDocument implements LiveText {
  text: string;
  cursor: number;
  item: Item | undefined;
  readonly #acceptance: Acceptance;
  readonly #done: { readonly inverse: Edit; readonly cursor: number }[] = [];

  constructor(
    acceptance: Acceptance,
    marked: string,
    readonly uri = 'file:///a.ts',
    readonly lineEnd: '\n' | '\r\n' = '\n',
  ) {
    this.#acceptance = acceptance;
    const text = this.#own(marked);
    this.cursor = text.indexOf('|');
    this.text = text.replace('|', '');
  }

  textBetween(start: number, end: number): string {
    return this.text.slice(Math.max(0, start), Math.max(0, end));
  }

  /**
   * The provider returns an item whose text goes on from the cursor. As `inquire` has it, the item begins with the
   * line's first word, or with that of the suggest widget's `selected` item.
   */
  suggest(rest: string, more: { readonly replaceAfter?: number; readonly selected?: string } = {}): this {
    const line = this.text.slice(this.text.lastIndexOf('\n', this.cursor - 1) + 1, this.cursor);
    const head = more.selected === undefined ? line.trimStart() : (/\w*$/.exec(line)?.[0] ?? '');
    const start = this.cursor - head.length;
    const { replaceAfter = 0, selected } = more;
    const { cursor } = this;
    const end = cursor + replaceAfter;
    const text = head + rest;
    const id = this.#acceptance.offer({ document: this, start, cursor, end, text, selected });
    this.item = { id, start, replaceAfter, text: this.#own(text) };
    return this;
  }

  /** Types a key. `closer` is what the editor adds right of the cursor. */
  type(key: string, closer = ''): this {
    const text = this.#own(key);
    return this.edit(this.cursor, 0, text + this.#own(closer), this.cursor + text.length);
  }

  /** Types keys, and after each the provider returns what is left of a text, if anything. */
  typeAlong(keys: string, rest: string): this {
    for (let typed = 0; typed < keys.length; typed++) {
      this.type(keys.charAt(typed));
      const left = rest.slice(typed + 1);
      if (left !== '') this.suggest(left);
    }
    return this;
  }

  backspace(count = 1): this {
    return this.edit(this.cursor - count, count, '', this.cursor - count);
  }

  /** Inserts the next part of what is shown, as accepting a word or a line does. */
  acceptPart(part: string): this {
    return this.type(part);
  }

  /** Accepts what is shown: the whole range is replaced, and the cursor goes to the end of what that changes. */
  acceptAll(): this {
    this.acceptWithoutCommand();
    this.#acceptance.accepted(this.item?.id);
    return this;
  }

  /** Does to the document what an acceptance does. */
  acceptWithoutCommand(): this {
    const { start, replaceAfter, text } = this.#shown();
    const end = this.cursor + replaceAfter;
    const old = this.text.slice(start, end);
    let same = 0;
    while (same < replaceAfter && old.at(-1 - same) === text.at(-1 - same)) same++;
    return this.edit(start, end - start, text, start + text.length - same);
  }

  move(by: number): this {
    this.cursor += by;
    this.#acceptance.cursorAt(this.uri, this.cursor);
    return this;
  }

  /** Takes the last edit back. */
  undo(): this {
    const last = this.#done.pop();
    if (last === undefined) throw new Error('There is nothing to undo.');
    this.#change([last.inverse], true);
    this.move(last.cursor - this.cursor);
    return this;
  }

  /** One edit event of one change. */
  edit(offset: number, length: number, text: string, cursor: number): this {
    const inverse = { offset, length: text.length, text: this.text.slice(offset, offset + length) };
    this.#done.push({ inverse, cursor: this.cursor });
    this.#change([{ offset, length, text }], false);
    return this.move(cursor - this.cursor);
  }

  /** One edit event of several changes, by someone else. The cursor stays where it is, or is moved by them. */
  editElsewhere(...edits: readonly Edit[]): this {
    const moved = edits.filter(({ offset, length }) => offset + length <= this.cursor);
    this.#change(edits, false);
    return this.move(moved.reduce((sum, { length, text }) => sum + text.length - length, 0));
  }

  #change(edits: readonly Edit[], isByUndo: boolean): void {
    for (const { offset, length, text } of [...edits].sort((left, right) => right.offset - left.offset)) {
      this.text = this.text.slice(0, offset) + text + this.text.slice(offset + length);
      if (this.item !== undefined && offset < this.item.start) this.item.start += text.length - length;
    }
    const changes = edits.map(({ offset, length, text }) => ({
      rangeOffset: offset,
      rangeLength: length,
      text,
    }));
    this.#acceptance.changed(this.uri, changes, isByUndo);
  }

  #shown(): Item {
    if (this.item === undefined) throw new Error('Nothing is shown.');
    return this.item;
  }

  #own(text: string): string {
    return text.replace(/\r\n|\n/g, this.lineEnd);
  }
}
