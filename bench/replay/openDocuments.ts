import { HearthError } from '../../src/base/errors';
import type { Position } from '../../src/completion/document';
import type { EditableDocument } from './editableDocument';
import { type ReplayEvent, cursorAfter } from './typist';

/** The documents of a replay, and which of them the cursor is in: at the start the first. */
export class OpenDocuments {
  readonly #byPath: ReadonlyMap<string, EditableDocument>;
  #active: EditableDocument;

  constructor(documents: readonly [EditableDocument, ...EditableDocument[]]) {
    this.#byPath = new Map(documents.map((document) => [document.path, document]));
    this.#active = documents[0];
  }

  get active(): EditableDocument {
    return this.#active;
  }

  /** Carries an event out and returns where the cursor then is. Throws a HearthError for a document it does not hold. */
  perform(event: ReplayEvent): Position {
    if (event.file !== undefined) this.#active = this.#find(event.file);
    if ('edit' in event) this.#active.apply(event.edit);
    return this.#active.positionAt(cursorAfter(event));
  }

  #find(path: string): EditableDocument {
    const document = this.#byPath.get(path);
    if (document !== undefined) return document;
    const known = [...this.#byPath.keys()].join(', ');
    throw new HearthError('input-invalid', `An event is in ${path}, expected one of the documents ${known}.`);
  }
}
