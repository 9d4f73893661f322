import { describe, expect, test } from 'vitest';
import { afterFilters as after } from './support/afterFilters';

describe('a closer that closes nothing is cut', () => {
  test.each([
    [
      'retry/lib/retry.js: one parenthesis too many',
      '  for (var i = 0; i < opts.retries; i++) {\n    timeouts.push(|',
      'this.createTimeout(i, opts)));',
      'this.createTimeout(i, opts))',
    ],
    [
      'bytes/index.js: the statement is complete',
      '  var mag = Math.abs(value);\n  var unit = |',
      "(options && options.unit) || '');",
      "(options && options.unit) || ''",
    ],
    [
      'merge2/index.js: a bracket for a parenthesis',
      '  if (options && !Array.isArray(|',
      'options]) {',
      'options',
    ],
    [
      'which/which.js: the brace of an outer block within a call',
      '  const step = i => {\n    if (i === pathEnv.length)\n      return reject(getNotFoundError(|',
      'cmd\n  }',
      'cmd',
    ],
    [
      'cmake-js/lib/dist.js: a brace further in than its block',
      '\tconst serverSum = sums.find(findPath)\n\tif (serverSum) {\n\t\treturn\n\t}\n\tlog(sum)|',
      '\n\t\t}',
      'brackets',
    ],
    ['below a statement', 'return a;\nfoo(b|', '));', ')'],
    ['the rest of the answer goes too', 'const a = b|', ');\nfoo();', 'brackets'],
    ['at the top of a file', 'const a = {\n  b: 1|', '\n}\n}', '\n}'],
    ['strings do not count', "const a = foo('(', |", "')'));", "')')"],
    ['nor comments', 'foo(); // (\nbar(|', 'a /* ( */));', 'a /* ( */)'],
    ['nor regular expressions', 'const a = b.split(|', '/[)(]\\//));', '/[)(]\\//)'],
  ])('%s', (_, marked, answer, kept) => {
    expect(after(marked, answer)).toBe(kept === 'brackets' ? kept : marked.replace('|', `${kept}|`));
  });

  test.each([
    ['python', 'def f(x):\n    return len(|', 'x))', 'def f(x):\n    return len(x)|'],
    ['python', 'a = """\n(\n"""\nimport os\nb = os.listdir(|', 'p))', 'p)|'],
    ['go', 'func f(xs []int) int {\n\treturn len(|', 'xs))\n}', '\treturn len(xs)|'],
    ['rust', "fn first<'a>(x: &'a str) -> &'a str {\n    x.trim(|", '))', 'x.trim()|'],
    ['c', '#include <stdio.h>\nint main(void) {\n  putchar(|', "'('));", "putchar('(')|"],
    ['yaml', 'on:\n  push:\n    branches: [main|', ']]', 'branches: [main]|'],
  ])('in %s: %j with %j', (languageId, marked, answer, end) => {
    expect(after(marked, answer, { languageId }).endsWith(end)).toBe(true);
  });
});

test('a brace is further in than its block, wherever the file begins', () => {
  const above = '// a\n'.repeat(30) + 'if (serverSum) {\n  return\n}\nlog(sum)|';
  expect(after(above, '\n  }')).toBe('brackets');
  expect(after(above, '\n}')).toBe(above.replace('|', '\n}|'));
});

describe('an answer stays', () => {
  const farAbove = 'foo(function () {\n' + '  bar();\n'.repeat(30);

  test.each([
    ['where it closes what the line opened', 'foo(bar(|', 'a));'],
    ['where it closes what lines above opened', 'it("a", () => {\n  b();|', '\n});'],
    ['what was opened may stand further up than what is read', `${farAbove}|`, '});'],
    ['and so may an argument list', 'foo(\n' + '  bar(),\n'.repeat(30) + '  a|', ')'],
    [
      'markdown-it: a condition over two lines',
      '      if (!state.md.utils.isSpace(code) &&\n          (code === 0x0A || code === 0x20|',
      ')) {',
    ],
    ['where a template goes on', 'const a = `\n  foo(b);\n  c|', '`);'],
    ['where a template began above', 'write(`\n  foo(b);\n|', '`);'],
    ['where an apostrophe hides the rest of the line', "<p>Don't {say(a)} (|", 'b)</p>'],
    ['where a parenthesis above was left open', 'a = (b\nif (c) {\n  d = (\n|', '}'],
    ['in a comment', '// see (a) and b|', ') too'],
    ['in a string', "a = 'b|", ")';"],
    ['where a comment began above what is read', '   the old way)\n */\nfoo(|', 'a);'],
  ])('%s', (_, marked, answer) => {
    const above = marked.startsWith('   the') ? '\n'.repeat(30) : '';
    expect(after(above + marked, answer)).toBe(above + marked.replace('|', `${answer}|`));
  });

  test.each([
    ['foo(|)', 'a)', 'foo(a)|'],
    ['foo(|)', 'a));', 'foo(a)|'],
    ['foo(bar(|))', 'a));', 'foo(bar(a));|'],
    ['foo(bar)|)', ');', 'foo(bar));|'],
    ['if (a) {|}', '\n  b();\n}', 'if (a) {\n  b();\n}|'],
  ])('the closers on its right count once: %j with %j', (marked, answer, expected) => {
    expect(after(marked, answer)).toBe(expected);
  });

  test.each([
    [
      'a comment of which only the end is read',
      `foo(\n/*\n${'  text\n'.repeat(30)}  return a;\n */\n  b|`,
      ')',
    ],
    ['a line of which only the beginning is read', `return a;${' '.repeat(500)}foo(\n  b|`, ')'],
  ])('below %s', (_, marked, answer) => {
    expect(after(marked, answer)).toBe(marked.replace('|', `${answer}|`));
  });

  test.each(['plaintext', 'markdown', 'shellscript', 'toString'])('in %s', (languageId) => {
    expect(after('x;\n|', 'a) b', { languageId })).toBe('x;\na) b|');
  });

  test('what is typed of it counts as the document', () => {
    expect(after('return a;\nfoo(b, c|', ');', { typed: 'foo(b, c' })).toBe('return a;\nfoo(b, c);|');
    expect(after('return a;\nfoo(b, c|', '));', { typed: 'foo(b, c' })).toBe('return a;\nfoo(b, c)|');
  });
});
