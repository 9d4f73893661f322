import { describe, expect, it } from 'vitest';
import { EditableDocument } from '../../../bench/replay/editableDocument';
import { LineTypist } from '../../../bench/replay/lineTypist';
import type { ReplayEvent } from '../../../bench/replay/typist';
import type { AnswerOutcome } from '../../../src/completion/outcome';
import { RandomChoice } from '../../support/randomChoice';

function documentOf(text: string): EditableDocument {
  return new EditableDocument('file:///a.ts', 'a.ts', 'typescript', text);
}

function suggestion(text: string): AnswerOutcome {
  return { kind: 'answer', origin: 'warm', text, replaceAfter: 0, timeToTextMs: 1 };
}

/** Types to the end with what `suggest` makes of the text before the cursor. */
function type(
  document: EditableDocument,
  typist: LineTypist,
  suggest: (before: string) => string | undefined = () => undefined,
): ReplayEvent[] {
  const events: ReplayEvent[] = [];
  let text: string | undefined;
  while (typist.nextAt !== undefined) {
    const at = typist.nextAt;
    const event = typist.next(text === undefined ? undefined : suggestion(text));
    expect(event.at).toBe(at);
    events.push(event);
    if (!('edit' in event)) continue;
    document.apply(event.edit);
    text = suggest(document.text.slice(0, event.edit.offset + event.edit.insert.length));
  }
  return events;
}

function inserts(events: readonly ReplayEvent[]): string[] {
  return events.map((event) => ('edit' in event ? event.edit.insert : 'moved'));
}

describe('LineTypist', () => {
  it('deletes, then types code points, and each Enter with its indentation', () => {
    const text = 'first\r\n  a😀\r\n\r\n\tb\r\nlast';
    const document = documentOf(text);
    const events = type(document, new LineTypist(document, { from: 2, to: 4, accept: false }));
    expect(events[0]).toEqual({ at: 0, edit: { offset: 7, delete: 11, insert: '' } });
    expect(inserts(events)).toEqual(['', '  ', 'a', '😀', '\r\n', '\r\n\t', 'b']);
    expect(events.map(({ at }) => at)).toEqual([0, 200, 400, 600, 800, 1000, 1200]);
    expect(document.text).toBe(text);
  });

  it('leaves any file as it was, whether it takes suggestions or not', () => {
    const random = new RandomChoice(7);
    const pieces = ['word', ' ', '\t', '\n', '\r\n', '😀', 'é', '{}', '\n    ', '\r\n\t'] as const;
    for (let round = 0; round < 200; round++) {
      const text = `${random.text(pieces, 40)}x${random.text(pieces, 40)}`;
      const document = documentOf(text);
      const from = 1 + random.below(document.lineCount);
      const to = from + random.below(document.lineCount - from + 1);
      if (from === to && document.lineAt(from - 1) === '') continue;
      const typist = new LineTypist(document, { from, to, accept: true });
      type(document, typist, (before) => {
        const rest = text.slice(before.length).split(/\r\n|\n/, 1)[0] ?? '';
        return [undefined, rest, rest.slice(1), `${rest}\nmore`, `${rest} `, '\n'][random.below(6)];
      });
      expect(document.text).toBe(text);
    }
  });

  it('takes a suggestion whose first line is the rest of the line, and nothing below', () => {
    const document = documentOf('\n  return value;\n  next();\n');
    const typist = new LineTypist(document, { from: 2, to: 3, accept: true });
    const events = type(document, typist, (before) =>
      before.endsWith('ret') ? 'urn value;\n  next();' : undefined,
    );
    expect(inserts(events).slice(0, 7)).toEqual(['', '  ', 'r', 'e', 't', 'urn value;', '\n  ']);
    // 22 characters: the first indentation, 13, a line break with its indentation, and 7.
    expect(typist.accept).toEqual({ accepted: 1, charsSaved: 9, keysPressed: 13, characters: 22 });
  });

  it.each([
    ['a part of the rest', 'urn val'],
    ['more than the rest', 'urn value;;'],
    ['another text', 'urns;'],
    ['an empty first line', '\nurn value;'],
  ])('leaves %s alone', (_, text) => {
    const document = documentOf('return value;');
    const typist = new LineTypist(document, { from: 1, to: 1, accept: true });
    type(document, typist, (before) => (before.endsWith('ret') ? text : undefined));
    expect(typist.accept).toMatchObject({ accepted: 0, charsSaved: 0, keysPressed: 13 });
  });

  it('takes nothing unless asked to', () => {
    const document = documentOf('return value;');
    const typist = new LineTypist(document, { from: 1, to: 1, accept: false });
    type(document, typist, (before) => 'return value;'.slice(before.length));
    expect(typist.accept.accepted).toBe(0);
  });

  it.each([
    [0, 1, 'Lines 0 to 1 cannot be typed: a.ts has 3 lines.'],
    [2, 1, 'Lines 2 to 1 cannot be typed'],
    [1, 4, 'Lines 1 to 4 cannot be typed'],
    [2, 2, 'Line 2 of a.ts is empty: there is nothing to type.'],
  ])('refuses lines %i to %i', (from, to, problem) => {
    expect(() => new LineTypist(documentOf('a\n\nb'), { from, to, accept: false })).toThrow(problem);
  });
});
