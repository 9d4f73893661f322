import { expect, test } from 'vitest';
import { documentSizes, growthTrace } from '../../../../bench/peers/growth';

const source = {
  file: 'a.ts',
  text: Array.from({ length: 150 }, (_, line) => `const a${line} = ${line};\n`).join(''),
};

test('the same keys are typed into documents of every size, and make them whole again', () => {
  const traces = documentSizes.map((lines) => growthTrace(source, lines));
  const inserts = traces.map(({ trace }) =>
    trace.events.map((event) => 'edit' in event && event.edit.insert),
  );
  expect(inserts[1]).toEqual(inserts[0]);
  expect(inserts[2]).toEqual(inserts[0]);
  for (const [index, { trace, finalTexts }] of traces.entries()) {
    expect(trace.text.trimEnd().split('\n')).toHaveLength(documentSizes[index] ?? 0);
    expect(finalTexts[trace.file]).toBe(trace.text);
  }
});
