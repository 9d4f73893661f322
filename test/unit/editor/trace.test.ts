import { describe, expect, test } from 'vitest';
import { parseTrace } from '../../../bench/replay/trace';
import { Trace } from '../../../src/editor/trace/trace';
import type { TextChange } from '../../../src/editor/trace/traceFormat';
import { FakeClock } from '../../support/fakeClock';
import { seededRandom } from '../../support/random';

const pieces = ['', 'a', 'foo(', '\n', '\r\n', '😀', '\u2028', 'ß\t"\\'];

/** One edit event as an editor delivers it: changes that do not touch, in any order, all by the text before. */
function randomChanges(text: string, random: () => number): readonly TextChange[] {
  const below = (limit: number): number => Math.floor(random() * limit);
  const changes: TextChange[] = [];
  for (let from = 0; from <= text.length && changes.length < 3;) {
    const rangeOffset = from + below(text.length - from + 1);
    const rangeLength = below(Math.min(4, text.length - rangeOffset + 1));
    changes.push({ rangeOffset, rangeLength, text: pieces[below(pieces.length)] ?? '' });
    from = rangeOffset + rangeLength + 1;
    if (random() < 0.6) break;
  }
  return random() < 0.5 ? changes : changes.reverse();
}

/** What the editor makes of an event: all changes at once. */
function applyEvent(text: string, changes: readonly TextChange[]): string {
  let result = '';
  let end = 0;
  for (const change of [...changes].sort((left, right) => left.rangeOffset - right.rangeOffset)) {
    result += text.slice(end, change.rangeOffset) + change.text;
    end = change.rangeOffset + change.rangeLength;
  }
  return result + text.slice(end);
}

describe('a typing trace', () => {
  test.each([1, 2, 3, 4, 5])('replays to the same text after random edits (seed %i)', async (seed) => {
    const random = seededRandom(seed);
    const clock = new FakeClock();
    let text = 'one\r\ntwo 😀\r\nthree';
    const trace = new Trace(clock, { file: 'src/a.ts', languageId: 'typescript', text }, 0);
    for (let event = 0; event < 200; event++) {
      await clock.advance(random() * 300);
      const changes = randomChanges(text, random);
      trace.addChanges(changes);
      text = applyEvent(text, changes);
      trace.addCursor(Math.floor(random() * (text.length + 1)));
    }
    expect(trace.endsIn(text)).toBe(true);
    expect(trace.endsIn(`${text}.`)).toBe(false);
    expect(replay(trace.toString())).toBe(text);
  });

  test('is one JSON object a line, with whole milliseconds since the start', async () => {
    const clock = new FakeClock();
    const trace = new Trace(clock, { file: 'a.py', languageId: 'python', text: 'x' }, 1);
    await clock.advance(12.4);
    trace.addChanges([{ rangeOffset: 1, rangeLength: 0, text: '()' }]);
    trace.addCursor(3);
    trace.addCursor(2);
    expect(trace.toString().split('\n')).toEqual([
      '{"file":"a.py","languageId":"python","text":"x"}',
      '{"at":0,"cursor":1}',
      '{"at":12,"edit":{"offset":1,"delete":0,"insert":"()"}}',
      '{"at":12,"cursor":2}',
      '',
    ]);
  });

  test('changes at one place keep the order in which the editor made them', () => {
    const trace = new Trace(new FakeClock(), { file: 'a', languageId: 'b', text: '01234' }, 0);
    trace.addChanges([
      { rangeOffset: 2, rangeLength: 2, text: '' },
      { rangeOffset: 2, rangeLength: 0, text: 'x' },
    ]);
    expect(trace.endsIn('01x4')).toBe(true);
  });
});

/** Reads the trace with the replay's own parser and applies it. */
function replay(content: string): string {
  const trace = parseTrace(content, 'trace');
  return trace.events.reduce((text, event) => {
    if (!('edit' in event)) return text;
    const { offset, delete: deleted, insert } = event.edit;
    return text.slice(0, offset) + insert + text.slice(offset + deleted);
  }, trace.text);
}
