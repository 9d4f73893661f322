import { describe, expect, it } from 'vitest';
import { formatTrace, parseTrace } from '../../../bench/replay/trace';

const header = '{"file":"a.ts","languageId":"typescript","text":"let x"}';

const twoDocuments =
  '{"file":"a.ts","languageId":"typescript","text":"let x",' +
  '"others":[{"file":"b.ts","languageId":"typescript","text":""}]}';

function parse(...lines: string[]): ReturnType<typeof parseTrace> {
  return parseTrace(lines.join('\n'), 'T.jsonl');
}

describe('parseTrace', () => {
  it('reads a header and events', () => {
    const insert = '{"at":0,"edit":{"offset":5,"delete":0,"insert":"yz"}}';
    const trace = parse(header, insert, '{"at":7.5,"cursor":2}', '');
    expect(trace).toEqual({
      file: 'a.ts',
      languageId: 'typescript',
      text: 'let x',
      others: [],
      events: [
        { at: 0, edit: { offset: 5, delete: 0, insert: 'yz' } },
        { at: 7.5, cursor: 2 },
      ],
    });
  });

  it('reads several documents, and measures each by its own length', () => {
    const trace = parse(
      twoDocuments,
      '{"at":0,"cursor":5}',
      '{"at":1,"file":"b.ts","edit":{"offset":0,"delete":0,"insert":"abcdefgh"},"cursor":1}',
      '{"at":9,"cursor":8}',
      '{"at":9,"file":"a.ts","cursor":5}',
    );
    expect(trace.others).toEqual([{ file: 'b.ts', languageId: 'typescript', text: '' }]);
    expect(trace.events.map(({ file }) => file)).toEqual([undefined, 'b.ts', undefined, 'a.ts']);
    const inB = '{"at":0,"file":"b.ts","cursor":0}';
    expect(() => parse(twoDocuments, inB, '{"at":0,"cursor":1}')).toThrow('the text is 0 UTF-16 units long');
    expect(() => parse(twoDocuments, inB, '{"at":0,"file":"a.ts","cursor":6}')).toThrow('the text is 5');
  });

  it('writes what it reads', () => {
    const events = [
      '{"at":0,"cursor":5}',
      '{"at":10,"file":"b.ts","edit":{"offset":0,"delete":0,"insert":"()"},"cursor":1}',
      '{"at":20,"file":"a.ts","cursor":0}',
    ];
    expect(formatTrace(parse(twoDocuments, ...events))).toBe(`${[twoDocuments, ...events].join('\n')}\n`);
    expect(formatTrace(parse(header, '{"at":0,"cursor":5}'))).toBe(`${header}\n{"at":0,"cursor":5}\n`);
  });

  it('takes a move right after an edit for where the editor puts the cursor', () => {
    const pair = '{"at":10,"edit":{"offset":5,"delete":0,"insert":"()"}}';
    const edit = { offset: 5, delete: 0, insert: '()' };
    expect(parse(header, pair, '{"at":15,"cursor":6}').events).toEqual([{ at: 10, edit, cursor: 6 }]);
    expect(parse(header, pair, '{"at":11,"cursor":7}').events).toEqual([{ at: 10, edit }]);
    expect(parse(header, pair, '{"at":16,"cursor":6}').events).toHaveLength(2);
    const again = parse(header, pair, '{"at":10,"cursor":6}', '{"at":10,"cursor":0}').events;
    expect(again).toEqual([
      { at: 10, edit, cursor: 6 },
      { at: 10, cursor: 0 },
    ]);
  });

  it.each([
    ['', 'line 1: it is not JSON; expected {"file"'],
    ['[]', 'line 1: expected {"file"'],
    ['{"file":"a.ts","text":""}', 'line 1: expected {"file"'],
    ['{"file":"a.ts","languageId":"x","text":"","uri":""}', 'line 1: "uri" is not known'],
    ['{"file":"a.ts","languageId":"x","text":"","others":{}}', 'line 1: expected "others" to be a list'],
    ['{"file":"a.ts","languageId":"x","text":"","others":[7]}', 'line 1: expected {"file"'],
    [
      '{"file":"a.ts","languageId":"x","text":"","others":[{"file":"a.ts","languageId":"x","text":""}]}',
      'line 1: "a.ts" is there twice',
    ],
  ])('names a bad header: %s', (line, problem) => {
    expect(() => parse(line)).toThrow(problem);
  });

  it.each([
    ['{"at":1,', 'it is not JSON; expected {"at"'],
    ['', 'it is not JSON; expected {"at"'],
    ['7', 'expected {"at"'],
    ['{"at":1}', 'expected {"at"'],
    ['{"at":1,"cursor":7,"edit":{"offset":0,"delete":0,"insert":"x"}}', '"cursor" is 7, but the text is 6'],
    ['{"at":1,"file":"b.ts","cursor":0}', '"file" is "b.ts", expected one of a.ts'],
    ['{"at":1,"file":7,"cursor":0}', '"file" is 7, expected one of a.ts'],
    ['{"at":-1,"cursor":0}', 'expected "at" in ms, 0 or more'],
    ['{"at":"1","cursor":0}', 'expected "at" in ms, 0 or more'],
    ['{"at":1e999,"cursor":0}', 'expected "at" in ms, 0 or more'],
    ['{"at":1,"cursor":0.5}', 'expected "cursor" to be a whole number'],
    ['{"at":1,"cursor":6}', '"cursor" is 6, but the text is 5 UTF-16 units long'],
    ['{"at":1,"edit":[]}', 'expected {"at"'],
    ['{"at":1,"edit":{"offset":0,"delete":-1,"insert":""}}', 'expected "offset" and "delete" to be whole'],
    ['{"at":1,"edit":{"offset":0,"delete":0}}', '"insert" a string'],
    ['{"at":1,"edit":{"offset":3,"delete":3,"insert":""}}', 'reaches from 3 to 6, but the text is 5'],
    ['{"at":1,"offset":3}', '"offset" is not known'],
  ])('names a bad event by its line: %s', (line, problem) => {
    const first = '{"at":0,"cursor":0}';
    expect(() => parse(header, first, line, first)).toThrow('T.jsonl, line 3: ');
    expect(() => parse(header, first, line, first)).toThrow(problem);
  });

  it('measures offsets in the text that the events before have left', () => {
    const grow = '{"at":0,"edit":{"offset":5,"delete":0,"insert":"😀"}}';
    expect(parse(header, grow, '{"at":9,"cursor":7}').events).toHaveLength(2);
    expect(() => parse(header, grow, '{"at":9,"cursor":8}')).toThrow('line 3: "cursor" is 8');
    const shrink = '{"at":0,"edit":{"offset":0,"delete":5,"insert":""}}';
    expect(() => parse(header, shrink, '{"at":1,"cursor":1}')).toThrow('the text is 0 UTF-16 units long');
  });

  it('refuses times that go back, and a trace without events', () => {
    expect(() => parse(header, '{"at":5,"cursor":0}', '{"at":4,"cursor":0}')).toThrow(
      'line 3: "at" is 4, expected 5',
    );
    expect(() => parse(header)).toThrow('T.jsonl has no events');
  });
});
