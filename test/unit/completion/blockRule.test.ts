import { describe, expect, test } from 'vitest';
import { blockLines, linesAllowed, opensBlock } from '../../../src/completion/blockRule';
import { EditableDocument } from '../../support/editableDocument';

test.each([
  'if (a) {',
  'foo(',
  'const a = [',
  'def f(x):',
  'items.map((x) =>',
  'const a =',
  'fn f() ->',
  'while true; do',
  'if x: # why',
  'if (a) { // why',
  'else',
  'try',
])('%s opens a block', (line) => {
  expect(opensBlock(line)).toBe(true);
});

test.each(['a();', '}', '', 'foo()', '// see:', '# note:', ' * where:', 'undo', 'return a', 'a == b'])(
  '%s does not',
  (line) => {
    expect(opensBlock(line)).toBe(false);
  },
);

describe('lines allowed', () => {
  const lines = (marked: string): number => {
    const document = new EditableDocument(marked);
    return linesAllowed(document, document.cursor);
  };

  test.each(['if (a) {\n  |\n}', 'if (a) {\n  |}', 'def f():\n|', 'f(\n\n\n  |'])('several: %j', (marked) => {
    expect(lines(marked)).toBe(blockLines);
  });

  test.each([
    '|',
    'a();\n|',
    'if (a) {|',
    'if (a) {\n  b|',
    'if (a) {\n  |b();',
    `{${'\n'.repeat(20)}|`,
    '\n\n|',
  ])('one: %j', (marked) => {
    expect(lines(marked)).toBe(1);
  });
});
