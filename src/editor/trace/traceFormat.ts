/**
 * A typing trace: a document's text and what its user then did, for the replay in `bench/`. Written as one JSON
 * object a line: the start, then the entries. Offsets count UTF-16 units of the text with its own line ends.
 */
export interface TraceStart {
  /** Path relative to the workspace. */
  readonly file: string;
  readonly languageId: string;
  readonly text: string;
}

export interface TraceEdit {
  readonly offset: number;
  /** How many UTF-16 units go. */
  readonly delete: number;
  readonly insert: string;
}

/** `at`: whole milliseconds since the start. After an edit the cursor is behind what was inserted. */
export type TraceEntry =
  { readonly at: number; readonly edit: TraceEdit } | { readonly at: number; readonly cursor: number };

/** One of the changes of an edit event. Structurally equal to `vscode.TextDocumentContentChangeEvent`. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * The changes of one event as edits to be made one after another. The offsets of an event are those of the text
 * before it, so the last place comes first and no edit moves the place of another.
 */
export function toEdits(changes: readonly TextChange[]): readonly TraceEdit[] {
  return [...changes]
    .sort((left, right) => right.rangeOffset - left.rangeOffset)
    .map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      delete: rangeLength,
      insert: text,
    }));
}

/** The text after all entries. */
export function textAfter(start: TraceStart, entries: readonly TraceEntry[]): string {
  return entries.reduce((text, entry) => ('edit' in entry ? applyEdit(text, entry.edit) : text), start.text);
}

/** The file's content: JSON lines, the last one ended too. */
export function formatTrace(start: TraceStart, entries: readonly TraceEntry[]): string {
  const { file, languageId, text } = start;
  return [{ file, languageId, text }, ...entries].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function applyEdit(text: string, edit: TraceEdit): string {
  return text.slice(0, edit.offset) + edit.insert + text.slice(edit.offset + edit.delete);
}
