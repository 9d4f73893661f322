import { describe, expect, it } from 'vitest';
import { AcceptingTypist, type Taken } from '../../../bench/replay/acceptingTypist';
import { EditableDocument } from '../../../bench/replay/editableDocument';
import { OpenDocuments } from '../../../bench/replay/openDocuments';
import type { ReplayEvent } from '../../../bench/replay/typist';
import type { AnswerOutcome } from '../../../src/completion/outcome';

function suggest(text: string, replaceAfter = 0): AnswerOutcome {
  return { kind: 'answer', origin: 'warm', text, replaceAfter, timeToTextMs: 1 };
}

/** Types a text key by key at an offset, every 100 ms. */
function keys(text: string, offset: number, from = 0): ReplayEvent[] {
  return Array.from(text, (insert, index) => ({
    at: from + 100 * index,
    edit: { offset: offset + index, delete: 0, insert },
  }));
}

/** Plays events, with what is suggested after each, and returns the text at the end and what was played. */
function play(
  text: string,
  events: readonly ReplayEvent[],
  suggestions: Readonly<Record<number, AnswerOutcome>>,
  taken: Taken = 'lines',
): { text: string; played: ReplayEvent[]; typist: AcceptingTypist } {
  const document = new EditableDocument('a', 'a.ts', 'typescript', text);
  const documents = new OpenDocuments([document]);
  const typist = new AcceptingTypist(events, documents, taken);
  const played: ReplayEvent[] = [];
  while (typist.nextAt !== undefined) {
    const event = typist.next(suggestions[played.length]);
    documents.perform(event);
    played.push(event);
  }
  return { text: document.text, played, typist };
}

describe('a typist who takes what leads to the same text', () => {
  const events = keys('let total = 0;', 0);

  it('takes it with one key, and saves the time', () => {
    const { text, played, typist } = play('\n', events, { 4: suggest('total = 0;') });
    expect(text).toBe('let total = 0;\n');
    expect(played).toHaveLength(5);
    expect(played[4]).toEqual({ at: 400, edit: { offset: 4, delete: 0, insert: 'total = 0;' } });
    expect(typist.accept).toEqual({ accepted: 1, charsSaved: 9, keysPressed: 5, characters: 14 });
  });

  it('leaves what would come to something else, is too short, or stops within what is typed differently', () => {
    for (const suggestion of [suggest('total = 1;'), suggest('to'), suggest('total = 0; ')]) {
      const { played, text } = play('\n', events, { 4: suggestion });
      expect(text).toBe('let total = 0;\n');
      expect(played).toEqual(events);
    }
  });

  it('takes the first line where only that is right', () => {
    const { text, typist } = play('\n', events, { 4: suggest('total = 0;\nlet wrong;') });
    expect(text).toBe('let total = 0;\n');
    expect(typist.accept.accepted).toBe(1);
  });

  it('takes a text whose mistakes the events would have corrected', () => {
    const corrected: ReplayEvent[] = [
      ...keys('let t', 0),
      { at: 500, edit: { offset: 5, delete: 0, insert: 'x' } },
      { at: 600, edit: { offset: 5, delete: 1, insert: '' } },
      ...keys('otal = 0;', 5, 700),
    ];
    const { text, played } = play('\n', corrected, { 4: suggest('total = 0;') });
    expect(text).toBe('let total = 0;\n');
    expect(played).toHaveLength(5);
  });

  it('takes closers over that an editor wrote', () => {
    const closing: ReplayEvent[] = [
      ...keys('run', 0),
      { at: 300, edit: { offset: 3, delete: 0, insert: '()' }, cursor: 4 },
      ...keys('one, two', 4, 400),
      { at: 1_300, edit: { offset: 12, delete: 1, insert: ')' } },
      ...keys(';', 13, 1_400),
    ];
    const { text, played } = play('\n', closing, { 4: suggest('one, two);', 1) });
    expect(text).toBe('run(one, two);\n');
    expect(played.at(-1)).toEqual({ at: 400, edit: { offset: 4, delete: 1, insert: 'one, two);' } });
  });

  it('takes what opens a block, and types the closer that the editor would have written', () => {
    const opening: ReplayEvent[] = [
      ...keys('if (a) ', 0),
      { at: 700, edit: { offset: 7, delete: 0, insert: '{}' }, cursor: 8 },
      { at: 800, edit: { offset: 8, delete: 0, insert: '\n  \n' }, cursor: 11 },
      ...keys('b;', 11, 900),
    ];
    const { text, played, typist } = play('\n', opening, { 1: suggest('f (a) {') });
    expect(text).toBe('if (a) {\n  b;\n}\n');
    expect(played[1]).toEqual({ at: 100, edit: { offset: 1, delete: 0, insert: 'f (a) {}' }, cursor: 8 });
    expect(played[2]).toEqual({ ...opening[8], at: 200 });
    // Two keys for seven: one takes the text, one types the closer.
    expect(typist.accept).toEqual({ accepted: 1, charsSaved: 5, keysPressed: 6, characters: 11 });
    // Two keys for one key would save nothing.
    expect(play('\n', opening, { 6: suggest('{') }).typist.accept.accepted).toBe(0);
  });

  it('types the closers of brackets within brackets', () => {
    const nested: ReplayEvent[] = [
      ...keys('each', 0),
      { at: 400, edit: { offset: 4, delete: 0, insert: '()' }, cursor: 5 },
      ...keys('x => ', 5, 500),
      { at: 1_000, edit: { offset: 10, delete: 0, insert: '{}' }, cursor: 11 },
    ];
    const { text, played, typist } = play('\n', nested, { 2: suggest('ch(x => {') });
    expect(text).toBe('each(x => {})\n');
    expect(played.at(-1)).toMatchObject({ edit: { insert: 'ch(x => {})' }, cursor: 11 });
    expect(typist.accept).toEqual({ accepted: 1, charsSaved: 6, keysPressed: 5, characters: 11 });
  });

  it('takes a block over whose end the events step', () => {
    const block: ReplayEvent[] = [
      ...keys('if (a) ', 0),
      { at: 700, edit: { offset: 7, delete: 0, insert: '{}' }, cursor: 8 },
      { at: 800, edit: { offset: 8, delete: 0, insert: '\n  \n' }, cursor: 11 },
      ...keys('b;', 11, 900),
      { at: 1_100, cursor: 15 },
      ...keys(' c;', 15, 1_200),
    ];
    const { text, played, typist } = play('\n', block, { 7: suggest('{\n  b;\n}') });
    expect(text).toBe('if (a) {\n  b;\n} c;\n');
    expect(played.slice(7).map(({ at }) => at)).toEqual([700, 800, 900, 1_000]);
    // A step is no edit: four of them become one.
    expect(typist.accept).toMatchObject({ accepted: 1, charsSaved: 3 });
  });

  it('takes nothing for the sake of what is done elsewhere', () => {
    const far = `${' '.repeat(700)}\n`;
    const away: ReplayEvent[] = [
      ...keys('let ', 0),
      { at: 400, cursor: 690 },
      { at: 500, cursor: 4 },
      ...keys('a = 1;', 4, 600),
    ];
    const { text, typist } = play(far, away, { 4: suggest('a = 1;') });
    expect(text).toBe(`let a = 1;${far}`);
    expect(typist.accept.accepted).toBe(0);
  });

  it('plays all that comes later as much earlier, moves too, and writes the line ends of the document', () => {
    const lines: ReplayEvent[] = [
      ...keys('a;', 0),
      { at: 200, edit: { offset: 2, delete: 0, insert: '\r\n' } },
      ...keys('bb;', 4, 300),
      { at: 2_000, cursor: 0 },
    ];
    const { text, played } = play('\r\n', lines, { 2: suggest('\nbb;') });
    expect(text).toBe('a;\r\nbb;\r\n');
    expect(played.at(-2)).toMatchObject({ at: 200, edit: { insert: '\r\nbb;' } });
    expect(played.at(-1)).toEqual({ at: 1_700, cursor: 0 });
  });

  it('takes the next word alone only where it is told to', () => {
    const wrongEnd = { 4: suggest('total = 1;') };
    expect(play('\n', events, wrongEnd).typist.accept.accepted).toBe(0);
    const { text, played, typist } = play('\n', events, wrongEnd, 'words');
    expect(text).toBe('let total = 0;\n');
    expect(played[4]).toEqual({ at: 400, edit: { offset: 4, delete: 0, insert: 'total' } });
    expect(typist.accept).toEqual({ accepted: 1, charsSaved: 4, keysPressed: 10, characters: 14 });
  });

  it('takes the whole before its first line, and that before its first word', () => {
    const inserted = (text: string): unknown =>
      play('\n', events, { 4: suggest(text) }, 'words').played.find(({ at }) => at === 400);
    expect(inserted('total = 0;')).toMatchObject({ edit: { insert: 'total = 0;' } });
    expect(inserted('total = 0;\nwrong')).toMatchObject({ edit: { insert: 'total = 0;' } });
    expect(inserted('total; wrong')).toMatchObject({ edit: { insert: 'total' } });
  });

  it('takes what stands before a word up to it, and no further than its first white space', () => {
    const arrows = keys('a) => b ===c', 0);
    const inserted = (index: number, text: string): unknown =>
      play('\n', arrows, { [index]: suggest(text) }, 'words').played[index];
    // Two characters and the space save one key too few; three are worth it.
    expect(inserted(1, ') => x')).toMatchObject({ edit: { insert: ')' } });
    expect(inserted(8, '===x')).toMatchObject({ edit: { insert: '===' } });
  });
});
