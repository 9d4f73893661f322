import { HearthError } from '../../src/base/errors';
import type { TextEdit } from './editableDocument';
import type { ReplayEvent } from './typist';

/** A recorded editing session. */
export interface Trace {
  /** Path of the document as the model sees it. */
  readonly file: string;
  readonly languageId: string;
  /** Text of the document at the start. */
  readonly text: string;
  readonly events: readonly ReplayEvent[];
}

const headerForm = '{"file":"src/a.ts","languageId":"typescript","text":"…"}';
const eventForm = '{"at":ms,"edit":{"offset":n,"delete":n,"insert":"…"}} or {"at":ms,"cursor":offset}';

/**
 * Reads a trace: a header in line 1, then one event a line, in the order of their times. Offsets count UTF-16
 * units of the text as the events before have left it. Throws a HearthError that names the bad line;
 * `name` is how messages call the trace.
 */
export function parseTrace(content: string, name: string): Trace {
  const lines = content.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const header = parseHeader(new TraceLine(name, 1, lines[0] ?? ''));
  const events: ReplayEvent[] = [];
  let length = header.text.length;
  for (const [index, source] of lines.entries()) {
    if (index === 0) continue;
    const line = new TraceLine(name, index + 1, source);
    const event = parseEvent(line, length);
    const earliest = events.at(-1)?.at ?? 0;
    if (event.at < earliest)
      line.fail(`"at" is ${event.at}, expected ${earliest} or more: times never go back`);
    if ('edit' in event) length += event.edit.insert.length - event.edit.delete;
    events.push(event);
  }
  if (events.length === 0) {
    throw new HearthError('input-invalid', `${name} has no events: expected ${eventForm} from line 2 on.`);
  }
  return { ...header, events };
}

function parseHeader(line: TraceLine): Omit<Trace, 'events'> {
  const header = line.object(headerForm, ['file', 'languageId', 'text']);
  const { file, languageId, text } = header;
  if (!isString(file) || file === '' || !isString(languageId) || !isString(text)) {
    return line.fail(`expected ${headerForm}`);
  }
  return { file, languageId, text };
}

function parseEvent(line: TraceLine, length: number): ReplayEvent {
  const event = line.object(eventForm, ['at', 'edit', 'cursor']);
  const { at, edit, cursor } = event;
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0)
    return line.fail(`expected "at" in ms, 0 or more: ${eventForm}`);
  if ((edit === undefined) === (cursor === undefined)) return line.fail(`expected ${eventForm}`);
  if (cursor === undefined) return { at, edit: parseEdit(line, edit, length) };
  if (!isCount(cursor)) return line.fail(`expected "cursor" to be a whole number, 0 or more: ${eventForm}`);
  if (cursor > length) return line.fail(`"cursor" is ${cursor}, but the text is ${length} UTF-16 units long`);
  return { at, cursor };
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
