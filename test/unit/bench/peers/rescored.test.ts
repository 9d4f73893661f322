import { describe, expect, it } from 'vitest';
import { rescored } from '../../../../bench/peers/rescored';
import type { RunFigures } from '../../../../bench/peers/runFigures';
import type { RunRecord } from '../../../../bench/peers/runRecord';
import type { PlayedTrace } from '../../../../bench/traces/pace';

const above = 'function first() {\n  return 1;\n}\nfunction second() {\n';
const line = '  const sum = first() + 2;';
const trace: PlayedTrace = {
  name: 'sum',
  trace: {
    ...{ file: 'a.ts', languageId: 'typescript', text: `${above}\n}\n`, others: [] },
    events: Array.from(line, (insert, index) => ({
      at: 200 * index,
      edit: { offset: above.length + index, delete: 0, insert },
    })),
  },
  finalTexts: { 'a.ts': `${above}${line}\n}\n` },
};
const none = { accepted: 0, charsSaved: 0, keysPressed: line.length, characters: line.length };
const figures = { judged: 9, right: 9, savedByLines: none, savedByWords: none, foreground: 7 } as RunFigures;
const older: RunRecord = {
  ...{
    study: 'traces',
    context: '2000',
    contender: 'Hearth',
    trace: 'sum',
    keys: 26,
    tokens: 16,
    threads: 2,
  },
  ...{ date: '2026-11-26', machine: 'two cores', figures },
};
const record: RunRecord = { ...older, texts: [{ event: 5, text: line.slice(6), replaceAfter: 0 }] };

describe('runs of which the texts were kept', () => {
  it('are judged once more, and what they cost stays', () => {
    const [run] = rescored([record], [trace]);
    expect(run?.figures).toMatchObject({ judged: 1, right: 1, foreground: 7 });
    expect(run?.figures.savedByLines).toMatchObject({ accepted: 1, keysPressed: 7, characters: line.length });
  });

  it('are judged by as much of the trace as was played', () => {
    const [run] = rescored([{ ...record, keys: 10 }], [trace]);
    expect(run?.figures.savedByLines).toMatchObject({ accepted: 0, characters: 10 });
  });

  it('stay as they are without their texts, and where the trace is not there', () => {
    expect(rescored([older], [trace])).toEqual([older]);
    expect(rescored([record], [])).toEqual([record]);
  });
});
