import type { TextEdit } from '../replay/editableDocument';
import { formatTrace, type Trace } from '../replay/trace';
import type { ReplayEvent } from '../replay/typist';

/** One thing that VS Code told the recorder, in ms since it began. Offsets are in UTF-16 units. */
export type RecordedEvent =
  /** Changes of a document, in the order in which they are to be made. */
  | { readonly at: number; readonly file: string; readonly changes: readonly TextEdit[] }
  | { readonly at: number; readonly file: string; readonly cursor: number };

/** What the recorder notes of a window. */
export interface Recording {
  /** The documents as they were when they were opened, by path. */
  readonly documents: Readonly<Record<string, { readonly languageId: string; readonly text: string }>>;
  /** Their texts at the end. */
  readonly finals: Readonly<Record<string, string>>;
  readonly events: readonly RecordedEvent[];
}

/** VS Code tells of a change, and of the place that the cursor then has, one after the other. */
const sameMomentMs = 60;

/**
 * Makes a trace of a recording: the documents that the cursor was in, in the order of its coming, and what happened in them.
 * The place that VS Code tells right after a change belongs to that change. Times begin with the first event.
 */
export function toTrace({ documents, events }: Recording): Trace {
  const files = [...new Set(events.map(({ file }) => file))];
  const [main, ...others] = files.map((file) => {
    const { languageId = 'plaintext', text = '' } = documents[file] ?? {};
    return { file, languageId, text };
  });
  if (!main) throw new RangeError('Nothing was recorded.');
  const begin = events[0]?.at ?? 0;
  const lines = new EventLines();
  for (const event of events) lines.add({ ...event, at: event.at - begin });
  return { ...main, others, events: lines.events };
}

/** A recording as the file of a trace. */
export function formatRecording(recording: Recording): string {
  return formatTrace(toTrace(recording));
}

class EventLines {
  readonly events: ReplayEvent[] = [];
  #file: string | undefined;
  #cursor: number | undefined;

  add(event: RecordedEvent): void {
    const isElsewhere = event.file !== this.#file;
    if (isElsewhere) this.#cursor = undefined;
    const moment = { at: event.at, ...(isElsewhere && { file: event.file }) };
    if ('changes' in event) {
      for (const [index, edit] of event.changes.entries()) {
        this.events.push(index === 0 ? { ...moment, edit } : { at: event.at, edit });
        this.#cursor = edit.offset + edit.insert.length;
      }
    } else if (!isElsewhere && this.#belongsToEdit(event.at)) {
      this.#moveEdit(event.cursor);
    } else if (event.cursor !== this.#cursor) {
      this.events.push({ ...moment, cursor: event.cursor });
      this.#cursor = event.cursor;
    }
    this.#file = event.file;
  }

  #belongsToEdit(at: number): boolean {
    const last = this.events.at(-1);
    return last !== undefined && 'edit' in last && last.cursor === undefined && at - last.at <= sameMomentMs;
  }

  #moveEdit(cursor: number): void {
    const last = this.events.at(-1);
    if (last !== undefined && cursor !== this.#cursor)
      this.events[this.events.length - 1] = { ...last, cursor };
    this.#cursor = cursor;
  }
}
