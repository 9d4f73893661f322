import { describe, expect, it } from 'vitest';
import type { ReplayEvent } from '../../../../bench/replay/typist';
import { Draft } from '../../../../bench/traces/draft';
import { HoleEditor, Recorder } from '../../../../bench/traces/holeEditor';
import { HoleTypist } from '../../../../bench/traces/holeTypist';
import { Rhythm } from '../../../../bench/traces/rhythm';
import { RandomChoice } from '../../../support/randomChoice';

interface Typed {
  readonly events: readonly ReplayEvent[];
  readonly start: string;
  readonly end: string;
}

/** Types `target` between two texts, in sittings of a line. */
function type(before: string, target: string, after: string, seed: number, stale = ''): Typed {
  const rhythm = new Rhythm(seed);
  const recorder = new Recorder('a.ts');
  const range = { from: before.length, to: before.length + target.length, stale };
  const draft = new Draft('a.ts', 'typescript', before + target + after, [range]);
  const [hole] = draft.holes;
  if (!hole) throw new Error('The draft has no hole.');
  const start = draft.text;
  const editor = new HoleEditor(draft, hole, recorder);
  const typist = new HoleTypist({ editor, recorder, rhythm, unit: '  ' });
  while (!typist.isDone) typist.typeLines(1);
  expect(draft.text).toBe(draft.finalText);
  return { events: recorder.events, start, end: replayed(start, recorder.events) };
}

function replayed(start: string, events: readonly ReplayEvent[]): string {
  return events.reduce((text, event) => {
    if (!('edit' in event)) return text;
    const { offset, delete: deleted, insert } = event.edit;
    return text.slice(0, offset) + insert + text.slice(offset + deleted);
  }, start);
}

/** Edits as "offset-deleted+inserted@cursor", moves as "@cursor". */
function short(events: readonly ReplayEvent[]): string[] {
  return events.map((event) => {
    if (!('edit' in event)) return `@${event.cursor}`;
    const { edit, cursor } = event;
    const parts = [edit.delete > 0 ? `-${edit.delete}` : '', edit.insert === '' ? '' : `+${edit.insert}`];
    return `${edit.offset}${parts.join('')}${cursor === undefined ? '' : `@${cursor}`}`;
  });
}

/** Typed without a mistake and without a suggestion: the first seed for which that is so. */
function typePlainly(before: string, target: string, after = ''): string[] {
  const plain = Array.from({ length: 60 }, (_, seed) => short(type(before, target, after, seed).events));
  return plain.reduce((best, events) => (longest(events) < longest(best) ? events : best));
}

function longest(events: readonly string[]): number {
  return events.reduce((sum, event) => sum + (/\+\w\w|\d-/.test(event) ? 10 : 1), 0);
}

describe('HoleTypist', () => {
  it('closes brackets, types over them, and stays between them', () => {
    expect(typePlainly('', 'f(a)')).toEqual(['0+f', '1+()@2', '2+a', '3-1+)']);
  });

  it('opens three lines between braces and steps over the last one', () => {
    const events = typePlainly('', 'if {\n  a;\n}');
    expect(events).toEqual(['0+i', '1+f', '2+ ', '3+{}@4', '4+\n  \n@7', '7+a', '8+;', '@11']);
  });

  it('outdents a closing bracket that it has to type', () => {
    const events = typePlainly('if (x) {', '\n  a;\n}', '\n');
    expect(events).toEqual(['8+\n  ', '11+a', '12+;', '13+\n  ', '14-2+}']);
  });

  it('takes away the white space of blank lines, and types indentation by Tab', () => {
    const events = typePlainly('  a;', '\n\n    b', '\n');
    expect(events).toEqual(['4+\n  ', '5-2+\n  ', '8+  ', '10+b']);
  });

  it('goes on with the star of a comment', () => {
    expect(typePlainly('/**', '\n * a\n */')).toEqual(['3+\n * ', '7+a', '8+\n * ', '11-1', '11+/']);
  });

  it('replaces what stands in the way by the first key', () => {
    const { events, start, end } = type('x = ', 'abc', ' + 1', 3, 'older');
    expect(start).toBe('x = older + 1');
    expect(short(events)[0]).toBe('4-5+a');
    expect(end).toBe('x = abc + 1');
  });

  it('deletes what the editor has closed and the text does not close', () => {
    const { events, end } = type('', "f('(')", '\n', 5);
    expect(end).toBe("f('(')\n");
    expect(type('', 'x = (', '\n', 5).end).toBe('x = (\n');
    expect(events.length).toBeGreaterThan(4);
  });

  it('ends in the target whatever that is', () => {
    const random = new RandomChoice(11);
    const pieces = [
      'name',
      'other',
      ' ',
      '(',
      ')',
      '{',
      '}',
      '[',
      ']',
      "'",
      '"',
      '`',
      '\n',
      '\n  ',
      '\n    ',
      '\n\n',
      '// ',
      '/** ',
      ' * ',
      '*/',
      ';',
      '😀',
      '\\',
      '\t',
    ] as const;
    for (let round = 0; round < 300; round++) {
      const before = random.text(pieces, 6);
      const target = `${random.text(pieces, 40)}.`;
      const after = random.text(pieces, 6);
      const stale = round % 5 === 0 ? 'stale' : '';
      expect(type(before, target, after, round, stale).end).toBe(before + target + after);
    }
  });
});
