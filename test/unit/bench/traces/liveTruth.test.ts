import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { traceScript } from '../../../../bench/replay/script';
import { type ReplayEvent, asksForCompletion, cursorAfter } from '../../../../bench/replay/typist';
import { catalogue, recipeOf } from '../../../../bench/traces/catalogue';
import { type GeneratedTrace, generateTrace } from '../../../../bench/traces/generate';
import { FinalText } from '../../../../bench/traces/liveTruth';
import { readWindow } from '../../../../src/prompt/window';

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

const lines = [
  'export function sum(numbers: number[]): number {',
  '  let total = 0;',
  '  for (const number of numbers) {',
  '    total += number;',
  '  }',
  '  return total;',
  '}',
];
const text = `${lines.join('\n')}\n`;

function restAfter(
  before: string,
  after = '\n}\n',
  line = before.split('\n').length - 1,
): string | undefined {
  return new FinalText(text).restAt({ before, after, line });
}

/** The text up to `end`, which is there once. */
function upTo(end: string): string {
  return text.slice(0, text.indexOf(end) + end.length);
}

describe('FinalText', () => {
  it('knows the rest of a line that is being typed', () => {
    expect(restAfter(upTo('total +='))).toBe(' number;');
    expect(restAfter(upTo('number;'))).toBe('');
  });

  it('knows nothing after a mistake, on the cursor’s line or above', () => {
    expect(restAfter(`${upTo('total +=')}+`)).toBeUndefined();
    expect(restAfter(upTo('total +=').replace('let', 'lte'))).toBeUndefined();
  });

  it('cares for no text further up than three lines', () => {
    expect(restAfter(upTo('return').replace('sum', 'sums').replace('let', 'lte'))).toBe(' total;');
  });

  it('reads more lines where three are short, and knows nothing where there are no more', () => {
    const short = new FinalText('[\n[\n[\n[\n[\n1,\n');
    expect(short.restAt({ before: '[\n[\n[\n[\n[\n', after: '', line: 5 })).toBeUndefined();
    const deep = new FinalText(`${'x'.repeat(40)}\n[\n[\n[\n[\n1,\n[\n[\n[\n[\n2,\n`);
    const before = `${'x'.repeat(40)}\n[\n[\n[\n[\n`;
    expect(deep.restAt({ before, after: '', line: 5 })).toBe('1,');
  });

  it('leaves out what stands right of the cursor already, and knows nothing where that will go', () => {
    expect(restAfter(upTo('total +'), ' number;\n  }\n')).toBe('=');
    expect(restAfter(upTo('total +'), ' others;\n  }\n')).toBeUndefined();
  });

  it('tells copies apart by how near they are, and knows nothing between two that are near', () => {
    const copies = (distance: number): FinalText =>
      new FinalText(`${text}${'\n'.repeat(distance)}${text.replace('+= number', '+= 2 * number')}`);
    const cursor = { before: upTo('total +='), after: '\n' };
    const far = copies(400);
    expect(far.restAt({ ...cursor, line: 3 })).toBe(' number;');
    expect(far.restAt({ ...cursor, line: 3 + 400 + lines.length - 20 })).toBe(' 2 * number;');
    expect(far.restAt({ ...cursor, line: 200 })).toBeUndefined();
    expect(copies(10).restAt({ ...cursor, line: 3 })).toBeUndefined();
  });
});

describe('FinalText, of traces', () => {
  it.each(['lexer', 'long-file'])(
    'knows what %s types, where the later edits show it',
    async (name) => {
      const entry = catalogue.find((one) => one.name === name);
      if (!entry) throw new Error(`No trace is called ${name}.`);
      const { known, agreeing, cursors } = compare(generateTrace(await recipeOf(entry, modules)));
      expect(agreeing).toBe(known);
      expect(known / cursors).toBeGreaterThan(0.95);
    },
    60_000,
  );
});

interface Comparison {
  /** Cursors that ask for a completion, and before which nothing is deleted later. */
  cursors: number;
  /** Of them, those of which the rest of the line is known … */
  known: number;
  /** … and is what later edits leave there. */
  agreeing: number;
}

/** Follows each cursor through all edits that come after, on offsets alone. */
function compare({ name, trace, finalTexts }: GeneratedTrace): Comparison {
  const finals = new Map(Object.entries(finalTexts).map(([file, final]) => [file, new FinalText(final)]));
  const { documents } = traceScript(name, trace);
  const files = filesOf(trace.file, trace.events);
  const comparison = { cursors: 0, known: 0, agreeing: 0 };
  for (const [index, event] of trace.events.entries()) {
    const position = documents.perform(event);
    const file = files[index] ?? '';
    if (!asksForCompletion(event)) continue;
    const later = trace.events.filter((_, other) => other > index && files[other] === file);
    const end = follow(cursorAfter(event), later);
    if (end === undefined) continue;
    const { before, after, restOfLine } = readWindow(documents.active, position);
    const rest = finals.get(file)?.restAt({ before, after, line: position.line });
    const standing = after.startsWith('\n') || after === '' ? '' : restOfLine;
    const line = lineFrom(finalTexts[file] ?? '', end);
    comparison.cursors++;
    if (rest === undefined) continue;
    comparison.known++;
    if (line.endsWith(standing) && rest === line.slice(0, line.length - standing.length).trimEnd())
      comparison.agreeing++;
  }
  return comparison;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).trimEnd();
}

function filesOf(first: string, events: readonly ReplayEvent[]): string[] {
  let file = first;
  return events.map((event) => (file = event.file ?? file));
}

/** Where a cursor's offset is after edits; undefined where one of them deletes what is before it and next to it. */
function follow(cursor: number, events: readonly ReplayEvent[]): number | undefined {
  let at = cursor;
  for (const event of events) {
    if (!('edit' in event) || event.edit.offset >= at) continue;
    const { offset, delete: deleted, insert } = event.edit;
    if (offset + deleted >= at) return undefined;
    at += insert.length - deleted;
  }
  return at;
}
