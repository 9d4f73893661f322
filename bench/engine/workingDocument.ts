import type { PromptText } from '../../src/engine/port';
import { readWindow } from '../../src/prompt/window';
import { EditableDocument } from '../replay/editableDocument';
import type { Source } from './sources';

/**
 * A document in which lines are deleted and typed again, so that however long it is worked in, it keeps its size. What
 * is not typed yet is put back before the cursor goes elsewhere.
 */
export class WorkingDocument {
  readonly #document: EditableDocument;
  #offset = 0;
  #pending = '';

  constructor(name: string, source: Source) {
    this.#document = new EditableDocument(
      `bench:/${name}`,
      source.path,
      'typescript',
      source.lines.join('\n'),
    );
  }

  get text(): string {
    return this.#document.text;
  }

  get lineCount(): number {
    return this.#document.lineCount;
  }

  /** Whether all that was deleted is typed again. */
  get isTyped(): boolean {
    return this.#pending === '';
  }

  /** Puts the cursor at the beginning of a line, and deletes so many lines there. */
  goTo(line: number, lines: number): void {
    this.leave();
    const first = Math.min(line, this.lineCount - 1);
    const last = Math.min(first + lines, this.lineCount - 1);
    this.#offset = this.#document.startOfLine(first);
    this.#pending = this.text.slice(this.#offset, this.#document.startOfLine(last));
    this.#document.apply({ offset: this.#offset, delete: this.#pending.length, insert: '' });
  }

  /** Types the next characters of what was deleted. */
  type(characters: number): void {
    const insert = this.#pending.slice(0, characters);
    this.#document.apply({ offset: this.#offset, delete: 0, insert });
    this.#offset += insert.length;
    this.#pending = this.#pending.slice(insert.length);
  }

  /** Inserts text that was not deleted, as an accepted answer; {@link undo} takes it back. */
  insert(text: string): void {
    this.#document.apply({ offset: this.#offset, delete: 0, insert: text });
    this.#offset += text.length;
  }

  undo(text: string): void {
    this.#offset -= text.length;
    this.#document.apply({ offset: this.#offset, delete: text.length, insert: '' });
  }

  /** Puts back what is not typed yet. */
  leave(): void {
    this.type(this.#pending.length);
  }

  /** The text around the cursor, as the completion pipeline reads it. */
  prompt(): PromptText {
    const position = this.#document.positionAt(this.#offset);
    const { before, beforeIsWhole, after } = readWindow(this.#document, position);
    const { uri: document, path } = this.#document;
    return { document, path, repository: '', before, beforeIsWhole, after, line: position.line };
  }
}
