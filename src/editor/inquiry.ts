import type { DocumentView, Position } from '../completion/document';
import { OverlaidDocument } from './overlaidDocument';
import { snapToCharacter } from '../prompt/window';

/** The item selected in the suggest widget. Structurally equal to `vscode.SelectedCompletionInfo`. */
export interface SelectedItem {
  readonly text: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/** What the pipeline says: text for the cursor's place, and how much right of the cursor it replaces. */
export interface AnswerText {
  readonly text: string;
  readonly replaceAfter: number;
}

/** Text that replaces a part of the cursor's line. */
export interface PlacedText {
  readonly text: string;
  readonly startCharacter: number;
  readonly endCharacter: number;
}

/** What to ask the pipeline for one provider call, and where its answer goes. */
export interface Inquiry {
  readonly document: DocumentView;
  readonly position: Position;
  /** Undefined where the open suggest widget would hide the answer. */
  place(answer: AnswerText): PlacedText | undefined;
}

/** Left of the cursor, longer text than this is not sent to the editor and back with each answer. */
const longestHead = 400;

/**
 * While the suggest widget is open VS Code shows only text which extends the selected item, from the start of
 * that item's range. The simple case, a single-line item that goes on from what is typed, is asked for as if the
 * item were inserted: then the answer always fits. Any other item leaves the question as it is, and the answer
 * counts only if it happens to begin with the item's text.
 */
export function inquire(document: DocumentView, position: Position, selected?: SelectedItem): Inquiry {
  if (selected === undefined) return askAtCursor(document, position);
  if (!isAround(selected, position)) return { document, position, place: () => undefined };
  const line = document.lineAt(position.line);
  const start = selected.range.start.character;
  const typed = line.slice(start, position.character);
  const goesOn = selected.text.startsWith(typed) && !/[\r\n]/.test(selected.text);
  if (goesOn && selected.range.end.character === position.character) {
    return askAsIfInserted(document, position, selected);
  }
  return {
    document,
    position,
    place: ({ text, replaceAfter }) => {
      const end = position.character + replaceAfter;
      const fits = (typed + text).startsWith(selected.text) && selected.range.end.character <= end;
      return fits ? { text: typed + text, startCharacter: start, endCharacter: end } : undefined;
    },
  };
}

/**
 * The text replaces the line from its first word on, though it changes nothing left of the cursor: so VS Code goes
 * on showing what still fits while the user deletes, and does not blink until the next answer is there.
 */
function askAtCursor(document: DocumentView, position: Position): Inquiry {
  const line = document.lineAt(position.line);
  // The pipeline answers before a surrogate pair, never within it.
  const character = snapToCharacter(line, position.character);
  const words = line.slice(0, character).trimStart();
  const head = words.length <= longestHead ? words : '';
  return {
    document,
    position,
    place: ({ text, replaceAfter }) => ({
      text: head + text,
      startCharacter: character - head.length,
      endCharacter: character + replaceAfter,
    }),
  };
}

function askAsIfInserted(document: DocumentView, position: Position, selected: SelectedItem): Inquiry {
  const line = document.lineAt(position.line);
  const start = selected.range.start.character;
  const text = line.slice(0, start) + selected.text + line.slice(position.character);
  return {
    document: new OverlaidDocument(document, position.line, text),
    position: { line: position.line, character: start + selected.text.length },
    place: (answer) => ({
      text: selected.text + answer.text,
      startCharacter: start,
      endCharacter: position.character + answer.replaceAfter,
    }),
  };
}

function isAround({ range }: SelectedItem, position: Position): boolean {
  return (
    range.start.line === position.line &&
    range.end.line === position.line &&
    range.start.character <= position.character &&
    range.end.character >= position.character
  );
}
