import { describe, expect, it } from 'vitest';
import { formatRecording, type RecordedEvent } from '../../../../bench/record/toTrace';
import { textsAfter } from '../../../../bench/replay/textsAfter';
import { parseTrace } from '../../../../bench/replay/trace';

const documents = {
  'a.ts': { languageId: 'typescript', text: 'let a = 1;\n' },
  'b.py': { languageId: 'python', text: 'b = 2\n' },
};

function traceOf(events: RecordedEvent[]) {
  return parseTrace(formatRecording({ documents, finals: {}, events }), 'a recording');
}

describe('a recording', () => {
  it('begins at 0, and has the place that VS Code tells after a change with that change', () => {
    const trace = traceOf([
      { at: 500, file: 'a.ts', cursor: 10 },
      { at: 900, file: 'a.ts', changes: [{ offset: 10, delete: 0, insert: '()' }] },
      { at: 903, file: 'a.ts', cursor: 11 },
      { at: 1_200, file: 'a.ts', changes: [{ offset: 11, delete: 0, insert: 'x' }] },
      { at: 1_240, file: 'a.ts', cursor: 12 },
    ]);
    expect(trace.events).toEqual([
      { at: 0, file: 'a.ts', cursor: 10 },
      { at: 400, edit: { offset: 10, delete: 0, insert: '()' }, cursor: 11 },
      { at: 700, edit: { offset: 11, delete: 0, insert: 'x' } },
    ]);
  });

  it('has each of several changes made at once, as they are to be made one after the other', () => {
    const trace = traceOf([
      {
        at: 0,
        file: 'a.ts',
        changes: [
          { offset: 8, delete: 1, insert: '22' },
          { offset: 4, delete: 1, insert: 'name' },
        ],
      },
    ]);
    expect(trace.events.map((event) => 'edit' in event && event.edit.insert)).toEqual(['22', 'name']);
    expect(textsAfter(trace).get('a.ts')).toBe('let name = 22;\n');
  });

  it('names the document where it turns to another, and holds only those that it turned to', () => {
    const trace = traceOf([
      { at: 0, file: 'b.py', cursor: 5 },
      { at: 200, file: 'b.py', changes: [{ offset: 5, delete: 0, insert: '0' }] },
      { at: 900, file: 'a.ts', cursor: 0 },
      { at: 950, file: 'a.ts', cursor: 0 },
    ]);
    expect([trace, ...trace.others].map(({ file }) => file)).toEqual(['b.py', 'a.ts']);
    expect(trace.events.map(({ file }) => file)).toEqual(['b.py', undefined, 'a.ts']);
    expect(traceOf([{ at: 0, file: 'a.ts', cursor: 3 }]).others).toEqual([]);
  });
});
