import { describe, expect, test } from 'vitest';
import { overwrittenClosers } from '../../../src/completion/closers';
import { isMidLine } from '../../../src/completion/filters/midLine';
import { isRunaway } from '../../../src/completion/repetition';
import { afterFilters as after } from './support/afterFilters';

test.each([
  ['plain text is left alone', 'let a = |', 'b + c;', 'let a = b + c;|'],
  ['several lines are left alone', 'if (a) {\n  |\n}', 'b();\n  c();', 'if (a) {\n  b();\n  c();|\n}'],
  ['white space at the end goes', 'let a = |', 'b; \n\t', 'let a = b;|'],
  ['white space in front stays', 'let a =|', ' b;', 'let a = b;|'],
  ['nothing but white space', 'let a = |', ' \n ', 'blank'],
])('%s', (_, marked, answer, expected) => {
  expect(after(marked, answer)).toBe(expected);
});

describe('unprintable', () => {
  test.each([
    ['a control character', 'a\u0007b', 'x a|'],
    ['a replacement character', 'ab\ufffdc', 'x ab|'],
    ['half a pair at the end', 'ab\ud83d', 'x ab|'],
    ['half a pair in front', 'a\ude00b', 'x a|'],
    ['a lone carriage return', 'a\rb', 'x a|'],
    ['nothing before it', '\u0000a', 'unprintable'],
    ['whole pairs, tabs and any script are kept', '😀\tß漢字', 'x 😀\tß漢字|'],
    ['a line separator', 'a\u2028b', 'x a|'],
    ['a paragraph separator', 'a\u2029b', 'x a|'],
    ['a directional mark', 'a\u200eb', 'x a|'],
    ['letters that run to the left are kept', '"שלום" + "مرحبا";', 'x "שלום" + "مرحبا";|'],
    ['joiners of emoji and of Persian are kept', '"👩‍👧 می‌خواهم"', 'x "👩‍👧 می‌خواهم"|'],
  ])('%s', (_, answer, expected) => {
    expect(after('x |', answer)).toBe(expected);
  });

  // The commenting-out and the early-return attack of the paper "Trojan Source" (Boucher and Anderson, 2021).
  test.each([
    ['|', '/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */', '/*|'],
    ['if (|', "a === 'user\u202e \u2066// Check if admin\u2069 \u2066') {", "if (a === 'user|"],
    ['if (|', 'a\u202ab', 'if (a|'],
    ['if (|', '\u2068b', 'unprintable'],
  ])('in %j, %j hides what it is', (marked, answer, expected) => {
    expect(after(marked, answer)).toBe(expected);
  });

  test('directional marks stay where the text around has some, and overrides do not', () => {
    const arabic = "const title = 'مرحبا\u200e!';\nconst text = |";
    expect(after(arabic, "'سلام\u200e.';")).toContain("'سلام\u200e.';|");
    expect(after(arabic, "'سلام\u202e.';")).toContain("'سلام|");
  });
});

describe('runaway', () => {
  test.each([
    'foo(bar);\nfoo(bar);\nfoo(bar);',
    'i++;\ni++;\ni++;',
    'a'.repeat(60),
    'foo, '.repeat(12),
    'x = [' + '0, '.repeat(20),
    'const item1 = 1;\n  x;\nconst item1 = 1;\n  y;\nconst item1 = 1;',
  ])('%j', (answer) => {
    expect(isRunaway(answer)).toBe(true);
    expect(after('|', answer)).toBe('runaway');
  });

  test.each([
    'foo(bar);\nfoo(bar);',
    '}\n}\n}\n}',
    '// ' + '-'.repeat(70),
    '='.repeat(80),
    '[0, 0, 0, 0, 0, 0]',
    'case 1:\n  a();\n  break;\ncase 2:\n  b();\n  break;\ncase 3:\n  c();\n  break;',
    ' '.repeat(60) + 'x',
    'haha',
  ])('not %j', (answer) => {
    expect(isRunaway(answer)).toBe(false);
  });

  test('what was typed of it counts', () => {
    expect(after('foo(bar);\nfoo|', '(bar);\nfoo(bar);', { typed: 'foo(bar);\nfoo' })).toBe('runaway');
  });
});

describe('words right of the cursor', () => {
  test.each([
    ['only one line is kept', 'a = | + b;', 'c\nd', 'a = c| + b;'],
    ['the rest of the line is cut', 'a = | + b;', 'c + b;', 'a = c| + b;'],
    ['and what follows it', 'a = | + b; // x', 'c + b; // x\nfoo', 'a = c| + b; // x'],
    ['the beginning of the rest is cut', 'a = | + bcd;', 'c + b', 'a = c| + bcd;'],
    ['a space before it is kept', 'return |value;', 'old + value;', 'return old + |value;'],
    ['a short rest is no match inside', 'max(|x', 'max(', 'max(max(|x'],
    ['nothing of its own', 'return |value;', 'value;', 'repeats-suffix'],
    ['nothing on its line', 'return |value;', '\nfoo', 'blank'],
  ])('%s', (_, marked, answer, expected) => {
    expect(after(marked, answer)).toBe(expected);
  });
});

describe('mid-line', () => {
  const rests = {
    'before words': ['return |value;', 'foo(|, b)', 'a = | + b;', 'if (|a) {', 'x = | // why'],
    elsewhere: [
      'foo(|)',
      'foo(|);',
      'if (|) {',
      'items.map((|) => {',
      'def f(|):',
      "a['|'],",
      'a = |',
      'x: [|] }',
    ],
  };

  test.each(rests['before words'])('a suggestion that nobody asked for is dropped in %s', (marked) => {
    expect(after(marked, 'old', { trigger: 'automatic' })).toBe('mid-line');
    expect(after(marked, 'old', { trigger: 'explicit' })).toBe(marked.replace('|', 'old|'));
  });

  test.each(rests.elsewhere)('and kept in %s', (marked) => {
    expect(isMidLine(marked.slice(marked.indexOf('|') + 1))).toBe(false);
    expect(after(marked, 'old', { trigger: 'automatic' })).toBe(marked.replace('|', 'old|'));
  });
});

describe('repeats-prefix', () => {
  test.each([
    ['the two lines above', 'a = 1;\nb = 2;\n|', 'a = 1;\nb = 2;'],
    ['over blank lines', 'a = 1;\n\nb = 2;\n\n|', 'a = 1;\nb = 2;'],
    ['the line above twice', '  push(a);\n  |', 'push(a);\n  push(a);'],
    ['from within the line', 'a = 1;\nb = 2;\na|', ' = 1;\nb = 2;'],
    // retry/lib/retry.js
    ['the line above, where it has some length', '  var timeouts = [];\n  |', 'var timeouts = [];'],
  ])('%s', (_, marked, answer) => {
    expect(after(marked, answer)).toBe('repeats-prefix');
  });

  test.each([
    ['a short line', 'push(a);\n|', 'push(a);'],
    ['a line that the user began', '    result += map[64]\n    res|', 'ult += map[64]'],
    ['the next line of a table', '  {0x0, 0x0},\n  {0x0, 0x0},\n|', '  {0x0, 0x0},'],
    ['something new after', 'a = 1;\nb = 2;\n|', 'a = 1;\nb = 2;\nc = 3;'],
    ['closers', '{ {\n    {\n  {\n    }\n  }\n|', '    }\n  }'],
    ['another indentation', 'a = 1;\nb = 2;\n  |', 'a = 1;\n  b = 2;'],
  ])('not %s', (_, marked, answer) => {
    expect(after(marked, answer)).toContain(answer);
  });
});

describe('repeats-suffix', () => {
  test.each([
    ['the line below', '{\n  |\n  return a;\n}', 'return a;', 'repeats-suffix'],
    ['the lines below', '{\n  |\n  b();\n  c();\n}', 'b();\n  c();', 'repeats-suffix'],
    ['over blank lines', '{\n  |\n\n  b();\n\n  c();\n}', 'b();\n  c();', 'repeats-suffix'],
    ['at the end of the answer', '{\n  |\n  c();\n}', 'b();\n  c();', '{\n  b();|\n  c();\n}'],
    ['whatever the indentation of words', '{\n  |\n  c();\n}', 'b();\nc();', '{\n  b();|\n  c();\n}'],
    ['the closer of the block', '{\n  |\n}', 'b();\n}', '{\n  b();|\n}'],
    ['nothing but the closer', '{\n|\n}', '}', 'repeats-suffix'],
    ['from within the line', 'foo|\nfoo(a);', '(a);', 'repeats-suffix'],
    [
      'not a line of which the user has typed half',
      '  for (const a|)\n  for (const a of b) {',
      ' of b) {',
      '  for (const a of b) {|\n  for (const a of b) {',
    ],
    ['but what comes after it', 'foo(a|)\nfoo(a);\nbar();', ');\nbar();', 'foo(a);|\nfoo(a);\nbar();'],
    ['one key short of half of it', 'foo(a|)\nfoo(a, bc);', ', bc);', 'repeats-suffix'],
    ['no matter how many closers the user has typed', '})|\n})  ;', '  ;', 'repeats-suffix'],
    [
      'not the closer of an inner block',
      '{\n  if (a) {\n    |\n}',
      'b();\n  }',
      '{\n  if (a) {\n    b();\n  }|\n}',
    ],
    [
      'not a line that only begins alike',
      '{\n  |\n  return ab;\n}',
      'return a;',
      '{\n  return a;|\n  return ab;\n}',
    ],
    ['not the line after the next', '{\n  |\n  b();\n  c();\n}', 'c();', '{\n  c();|\n  b();\n  c();\n}'],
  ])('%s', (_, marked, answer, expected) => {
    expect(after(marked, answer)).toBe(expected);
  });
});

describe('closers right of the cursor', () => {
  test.each([
    ['foo(|)', 'a, b', 'foo(a, b|)'],
    ['foo(|)', 'a, b)', 'foo(a, b)|'],
    ['foo(|)', 'a, b);', 'foo(a, b);|'],
    ['foo(|);', 'a, b)', 'foo(a, b)|;'],
    ['foo(|);', 'a, b);', 'foo(a, b);|'],
    ['foo(|)', 'bar()', 'foo(bar()|)'],
    ['foo(|)', 'bar())', 'foo(bar())|'],
    ['foo(|)', 'a) {', 'foo(a) {|'],
    ['foo([|])', '1, 2]', 'foo([1, 2]|)'],
    ['foo([|])', '1, 2])', 'foo([1, 2])|'],
    ['a = "|"', 'text"', 'a = "text"|'],
    ['a = "|"', 'text', 'a = "text|"'],
    ['log("|")', 'text");', 'log("text");|'],
    ['log("|")', '%s", name);', 'log("%s", name);|'],
    ["f('|')", "a', 'b')", "f('a', 'b')|"],
    ['f(a|)', ', (x) => x)', 'f(a, (x) => x)|'],
    ['f(a|)', ' < b)', 'f(a < b)|'],
    ['if (a) {|}', '\n  b();\n}', 'if (a) {\n  b();\n}|'],
    ['if (a) {|}', ' b(); ', 'if (a) { b();|}'],
    ['Array<|>', 'string>', 'Array<string>|'],
    ['x = (a|) ;', ' + b);', 'x = (a + b);|'],
    ['foo(|)  ', 'a)', 'foo(a)|  '],
  ])('%s with %j', (marked, answer, expected) => {
    expect(after(marked, answer)).toBe(expected);
  });

  test('nothing right of the cursor, nothing to replace', () => {
    expect(overwrittenClosers('a);', '')).toBe(0);
    expect(overwrittenClosers('a);', '   ')).toBe(0);
  });
});
