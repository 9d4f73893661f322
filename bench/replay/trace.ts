import { HearthError } from '../../src/base/errors';
import type { TextEdit } from './editableDocument';
import { type ReplayEvent, cursorAfter } from './typist';

/** A document as it is when a trace begins. */
export interface TraceDocument {
  /** Path of the document as the model sees it. */
  readonly file: string;
  readonly languageId: string;
  readonly text: string;
}

/** A recorded or generated editing session. The document that it is itself is the one it begins in. */
export interface Trace extends TraceDocument {
  /** Further documents that the events may turn to. */
  readonly others: readonly TraceDocument[];
  readonly events: readonly ReplayEvent[];
}

const documentForm = '{"file":"src/a.ts","languageId":"typescript","text":"…"}';
const headerForm = '{"file":"src/a.ts","languageId":"typescript","text":"…","others":[…]}';
const eventForm =
  '{"at":ms,"edit":{"offset":n,"delete":n,"insert":"…"},"cursor":offset,"file":"…"} ' +
  '(without "edit" the cursor only moves; "file" may be left out, and "cursor" of an edit)';

/** A recorder tells the edit and where the editor then puts the cursor one after the other; nobody moves it so soon. */
const sameMomentMs = 5;

/**
 * Reads a trace: a header in line 1, then one event a line, in the order of their times. Offsets count UTF-16
 * units of the text as the events before have left it. A move right after an edit becomes that edit's `cursor`.
 * Throws a HearthError that names the bad line; `name` is how messages call the trace.
 */
export function parseTrace(content: string, name: string): Trace {
  const lines = content.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const header = parseHeader(new TraceLine(name, 1, lines[0] ?? ''));
  const lengths = new Lengths(header);
  const events: ReplayEvent[] = [];
  for (const [index, source] of lines.entries()) {
    if (index === 0) continue;
    const line = new TraceLine(name, index + 1, source);
    const event = parseEvent(line, lengths);
    const earliest = events.at(-1)?.at ?? 0;
    if (event.at < earliest)
      line.fail(`"at" is ${event.at}, expected ${earliest} or more: times never go back`);
    const merged = withCursorOf(events.at(-1), event);
    if (merged !== undefined) events[events.length - 1] = merged;
    else events.push(event);
  }
  if (events.length === 0) {
    throw new HearthError('input-invalid', `${name} has no events: expected ${eventForm} from line 2 on.`);
  }
  return { ...header, events };
}

/** The trace as {@link parseTrace} reads it, as JSON lines. */
export function formatTrace({ file, languageId, text, others, events }: Trace): string {
  const header = { file, languageId, text, ...(others.length > 0 && { others }) };
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The edit with the cursor where `event` moves it; undefined where they are two events. */
function withCursorOf(edit: ReplayEvent | undefined, event: ReplayEvent): ReplayEvent | undefined {
  if (edit === undefined || !('edit' in edit) || 'edit' in event || event.file !== undefined)
    return undefined;
  if (edit.cursor !== undefined || event.at > edit.at + sameMomentMs) return undefined;
  return event.cursor === cursorAfter(edit) ? edit : { ...edit, cursor: event.cursor };
}

/** How long each document is, and which one the last event was in. */
class Lengths {
  readonly #lengths: Map<string, number>;
  #file: string;

  constructor(header: Omit<Trace, 'events'>) {
    this.#lengths = new Map([header, ...header.others].map(({ file, text }) => [file, text.length]));
    this.#file = header.file;
  }

  get files(): readonly string[] {
    return [...this.#lengths.keys()];
  }

  /** In UTF-16 units, of the document that the last event was in. */
  get length(): number {
    return this.#lengths.get(this.#file) ?? 0;
  }

  turnTo(file: string): void {
    this.#file = file;
  }

  apply(edit: TextEdit): void {
    this.#lengths.set(this.#file, this.length + edit.insert.length - edit.delete);
  }
}

function parseHeader(line: TraceLine): Omit<Trace, 'events'> {
  const { others = [], ...main } = line.object(headerForm, ['file', 'languageId', 'text', 'others']);
  if (!Array.isArray(others)) return line.fail(`expected "others" to be a list: ${headerForm}`);
  const document = parseDocument(line, main, headerForm);
  const further = others.map((other: unknown) => parseDocument(line, other, documentForm));
  const files = [document, ...further].map(({ file }) => file);
  const twice = files.find((file, index) => files.indexOf(file) < index);
  if (twice !== undefined) line.fail(`"${twice}" is there twice, expected each document once`);
  return { ...document, others: further };
}

function parseDocument(line: TraceLine, value: unknown, form: string): TraceDocument {
  if (!isRecord(value)) return line.fail(`expected ${form}`);
  const { file, languageId, text } = value;
  if (!isString(file) || file === '' || !isString(languageId) || !isString(text)) {
    return line.fail(`expected ${form}`);
  }
  return { file, languageId, text };
}

function parseEvent(line: TraceLine, lengths: Lengths): ReplayEvent {
  const { at, file, edit, cursor } = line.object(eventForm, ['at', 'file', 'edit', 'cursor']);
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0)
    return line.fail(`expected "at" in ms, 0 or more: ${eventForm}`);
  if (edit === undefined && cursor === undefined) return line.fail(`expected ${eventForm}`);
  const moment = file === undefined ? { at } : { at, file: parseFile(line, file, lengths) };
  if (moment.file !== undefined) lengths.turnTo(moment.file);
  if (edit === undefined) return { ...moment, cursor: parseCursor(line, cursor, lengths.length) };
  const parsed = parseEdit(line, edit, lengths.length);
  lengths.apply(parsed);
  if (cursor === undefined) return { ...moment, edit: parsed };
  return { ...moment, edit: parsed, cursor: parseCursor(line, cursor, lengths.length) };
}

function parseFile(line: TraceLine, file: unknown, { files }: Lengths): string {
  if (isString(file) && files.includes(file)) return file;
  return line.fail(`"file" is ${JSON.stringify(file)}, expected one of ${files.join(', ')}`);
}

function parseCursor(line: TraceLine, cursor: unknown, length: number): number {
  if (!isCount(cursor)) return line.fail(`expected "cursor" to be a whole number, 0 or more: ${eventForm}`);
  if (cursor > length) return line.fail(`"cursor" is ${cursor}, but the text is ${length} UTF-16 units long`);
  return cursor;
}

function parseEdit(line: TraceLine, value: unknown, length: number): TextEdit {
  if (!isRecord(value)) return line.fail(`expected ${eventForm}`);
  const { offset, delete: deleted, insert } = value;
  if (!isCount(offset) || !isCount(deleted) || !isString(insert)) {
    return line.fail(
      `expected "offset" and "delete" to be whole numbers and "insert" a string: ${eventForm}`,
    );
  }
  if (offset + deleted > length) {
    const reach = `the edit reaches from ${offset} to ${offset + deleted}`;
    return line.fail(`${reach}, but the text is ${length} UTF-16 units long`);
  }
  return { offset, delete: deleted, insert };
}

/** One line of a trace, which knows how to complain about itself. */
class TraceLine {
  readonly #name: string;
  readonly #number: number;
  readonly #source: string;

  constructor(name: string, number: number, source: string) {
    this.#name = name;
    this.#number = number;
    this.#source = source;
  }

  /** The line as a JSON object of no other keys than `keys`. */
  object(form: string, keys: readonly string[]): Record<string, unknown> {
    let value: unknown;
    try {
      value = JSON.parse(this.#source);
    } catch {
      return this.fail(`it is not JSON; expected ${form}`);
    }
    if (!isRecord(value)) return this.fail(`expected ${form}`);
    const unknownKey = Object.keys(value).find((key) => !keys.includes(key));
    if (unknownKey !== undefined) return this.fail(`"${unknownKey}" is not known; expected ${form}`);
    return value;
  }

  fail(problem: string): never {
    throw new HearthError('input-invalid', `${this.#name}, line ${this.#number}: ${problem}.`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
