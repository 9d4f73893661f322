import { describe, expect, test } from 'vitest';
import { findStop, type Stop, stopContext } from '../../../src/engine/host/stopRules';

describe('the context of a stop', () => {
  test.each([
    ['spaces', 'if (a) {\n    b', '\n  c', { indentation: '    ', nextLine: 'c' }],
    ['tabs', 'if (a) {\n\t\tb', '', { indentation: '\t\t', nextLine: '' }],
    ['no indentation', 'b', '\n\n  \n  c();  \nd', { indentation: '', nextLine: 'c();' }],
    [
      'the rest of the line, which is not the next one',
      'b',
      'rest\nnext',
      { indentation: '', nextLine: 'next' },
    ],
    ['nothing at all', '', '', { indentation: '', nextLine: '' }],
  ])('%s', (_, before, after, expected) => {
    expect(stopContext(before, after, 3)).toEqual({ lines: 3, ...expected });
  });
});

/** Feeds an answer a character at a time, as the decoder does, and gives the first stop and what it had read. */
function feed(
  answer: string,
  before: string,
  after = '',
  lines = 10,
): (Stop & { readonly read: string }) | undefined {
  const context = stopContext(before, after, lines);
  for (let length = 1; length <= answer.length; length++) {
    const read = answer.slice(0, length);
    const stop = findStop(read, context);
    if (stop) return { ...stop, read };
  }
  return undefined;
}

describe('one line', () => {
  test.each([
    ['ends at the line break', 'a + b;\nc', 'a + b;'],
    ['may be empty', '\nc', ''],
    ['keeps its trailing white space', 'a  \nc', 'a  '],
  ])('%s', (_, answer, text) => {
    expect(feed(answer, '  return ', '', 1)).toMatchObject({ reason: 'line', text });
  });

  test('goes on without a line break', () => {
    expect(feed('a + b;', '  return ', '', 1)).toBeUndefined();
  });
});

describe('a block', () => {
  const before = 'function f() {\n  if (a) {';

  test.each([
    ['at a line further out', '\n    b();\n  }\n}', '\n    b();\n  }', 'block'],
    ['at a blank line', '\n    b();\n\n    c();', '\n    b();', 'block'],
    ['at a line of white space', '\n    b();\n    \n    c();', '\n    b();', 'block'],
    ['at its greatest number of lines', '\n    b();\n    c();\n    d();', '\n    b();\n    c();', 'block'],
    ['where a line stands twice', '\n    b();\n    b();\n    c();', '\n    b();', 'repetition'],
  ])('ends %s', (_, answer, text, reason) => {
    expect(feed(answer, before, '', 3)).toMatchObject({ reason, text });
  });

  test.each([
    ['deeper lines', '\n    b();\n      .c();\n    d();\n  }'],
    ['short lines that stand twice', '\n    {\n    }\n    }\n    x();'],
    ['a line that stands again later', '\n    b();\n    c();\n    b();\n  }'],
    ['a blank line that is not finished', '\n    b();\n    '],
    ['a first line of any indentation', 'x\n  y'],
  ])('does not end at %s', (_, answer) => {
    expect(feed(answer, before)).toBeUndefined();
  });

  test('reads no further than it must', () => {
    expect(feed('\n    b();\n  }\n}\nexport', before)?.read).toBe('\n    b();\n  }\n}');
    expect(feed('\n    b();\n    c();\n    d();', before, '', 3)?.read).toBe('\n    b();\n    c();\n');
  });

  test('of tabs ends at fewer tabs', () => {
    const stop = feed('\n\t\tb();\n\t}\n}', 'f() {\n\tif (a) {');
    expect(stop).toMatchObject({ reason: 'block', text: '\n\t\tb();\n\t}' });
  });

  test('ends at other white space than the line has that it stands on', () => {
    expect(feed('\n\tb();', 'if (a)\n    x')).toMatchObject({ reason: 'block', text: '' });
  });
});

describe('the next line', () => {
  const before = '  first();\n  ';

  test('ends an answer that comes to it', () => {
    expect(feed('second();\n  third();\n  fourth();', before, '\n  third();\n')).toMatchObject({
      reason: 'suffix',
      text: 'second();',
    });
  });

  test('is the first that carries text', () => {
    expect(feed('second();\n  third();\n', before, '\n\n   \n  third();')).toMatchObject({
      reason: 'suffix',
    });
  });

  test.each([
    ['it is only begun', 'second();\n  third()', '\n  third();'],
    ['it is too short to tell', 'second();\n  }\n  b();', '\n  }'],
    ['it is the answer’s first line', 'third();\n', '\n  third();'],
  ])('ends nothing where %s', (_, answer, after) => {
    expect(feed(answer, before, after)).toBeUndefined();
  });
});
