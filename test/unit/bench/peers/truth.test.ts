import { describe, expect, it } from 'vitest';
import { rightnessOf, savedBy } from '../../../../bench/peers/truth';
import type { PlayedTrace } from '../../../../bench/traces/pace';

const above = 'function first() {\n  return 1;\n}\nfunction second() {\n';
const line = '  const sum = first() + 2;';
const finalText = `${above}${line}\n}\n`;
const events = Array.from(line, (insert, index) => ({
  at: 200 * index,
  edit: { offset: above.length + index, delete: 0, insert },
}));
const trace: PlayedTrace = {
  name: 'sum',
  trace: { file: 'a.ts', languageId: 'typescript', text: `${above}\n}\n`, others: [], events },
  finalTexts: { 'a.ts': finalText },
};
const shownAt = (index: number, text: string) => new Map([[index, { text, replaceAfter: 0 }]]);

describe('what was right', () => {
  it('is a first line that equals the rest of what is typed on the line', () => {
    expect(rightnessOf(trace, trace.finalTexts, shownAt(4, line.slice(5)))).toEqual({ judged: 1, right: 1 });
    expect(rightnessOf(trace, trace.finalTexts, shownAt(4, `${line.slice(5)}\n}`))).toEqual({
      judged: 1,
      right: 1,
    });
    expect(rightnessOf(trace, trace.finalTexts, shownAt(4, 'st'))).toEqual({ judged: 1, right: 0 });
  });

  it('is judged by the whole trace where only its beginning is played', () => {
    const beginning = { ...trace, trace: { ...trace.trace, events: events.slice(0, 6) } };
    expect(rightnessOf(beginning, trace.finalTexts, shownAt(4, line.slice(5)))).toEqual({
      judged: 1,
      right: 1,
    });
  });

  it('is not judged where hardly anything was to be typed', () => {
    expect(rightnessOf(trace, trace.finalTexts, shownAt(line.length - 3, '2;'))).toEqual({
      judged: 0,
      right: 0,
    });
  });
});

describe('keys that would have been saved', () => {
  it('are those of a text that leads to what is typed, taken with one key', () => {
    const saved = savedBy(trace, shownAt(4, line.slice(5)), 'lines');
    expect(saved).toMatchObject({ accepted: 1, characters: line.length, keysPressed: 6 });
  });

  it('are those of its first word, too, where words are taken', () => {
    const shown = shownAt(2, 'onst total = 0;');
    expect(savedBy(trace, shown, 'lines').accepted).toBe(0);
    expect(savedBy(trace, shown, 'words')).toMatchObject({ accepted: 1, keysPressed: line.length - 3 });
  });

  it('are none where nothing was shown', () => {
    expect(savedBy(trace, new Map(), 'words')).toMatchObject({ accepted: 0, keysPressed: line.length });
  });
});
