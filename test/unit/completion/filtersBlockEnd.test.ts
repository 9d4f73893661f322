import { describe, expect, test } from 'vitest';
import { afterFilters as after } from './support/afterFilters';

describe('an answer ends with its block', () => {
  test.each([
    [
      'bytes/index.js: before the next statement of the outer block',
      'function format(value, options) {\n  if (!Number.isFinite(value)) {\n    |',
      'return null;\n  var mag = Math.abs(value);',
      'return null;',
    ],
    [
      'bytes/index.js: with its closing line, where it has none',
      'function format(value, options) {\n  if (!Number.isFinite(value)) {\n    |',
      'return null;\n  }\n  var mag = Math.abs(value);',
      'return null;\n  }',
    ],
    [
      'bytes/index.js: without it, where the document has it',
      'function format(value, options) {\n  if (!Number.isFinite(value)) {\n    |\n  }\n  var mag;\n}',
      'return null;\n  }\n\n  return mag;',
      'return null;',
    ],
    [
      'retry/lib/retry.js: the document closes it with more than that',
      '  timeouts.sort(function(a,b) {\n    |\n  });',
      'return a - b;\n  }',
      'return a - b;',
    ],
    [
      'merge2/index.js: the document goes on behind the closer',
      '  if (options) {\n    |\n  } else {\n    options = {}\n  }',
      'args.pop()\n  }',
      'args.pop()',
    ],
    [
      'cmake-js/lib/dist.js: the closer stays, and nothing after it',
      '\tconst serverSum = sums.find(function (s) {|\n\tif (serverSum) {',
      '\n\t\treturn s.getPath === fPath\n\t})\n\tconsole.log(serverSum)',
      '\n\t\treturn s.getPath === fPath\n\t})',
    ],
    [
      'semver/classes/comparator.js: the block was opened by a line further in',
      "    if (\n      this.operator.includes('=') && comp.operator.includes('=')) {\n      |",
      'return true\n    }\n    return false',
      'return true\n    }',
    ],
  ])('%s', (_, marked, answer, kept) => {
    expect(after(marked, answer)).toBe(marked.replace('|', `${kept}|`));
  });

  test.each([
    ['python', 'def f(x):\n    |', 'return x\n\ndef g(x):\n    return x', 'return x'],
    ['python', 'def f(x):\n    if x:|', '\n        return 1\n    return 2', '\n        return 1'],
    ['go', 'func f() error {\n\tif err != nil {\n\t\t|', 'return err\n\t}\n\treturn nil', 'return err\n\t}'],
    ['yaml', 'jobs:\n  test:\n    |', 'runs-on: ubuntu-latest\n  build:', 'runs-on: ubuntu-latest'],
    ['ruby', 'def f\n  |', 'puts 1\nend\nf', 'puts 1\nend'],
  ])('in %s: %j', (languageId, marked, answer, kept) => {
    expect(after(marked, answer, { languageId })).toBe(marked.replace('|', `${kept}|`));
  });

  test('nothing is left of an answer that only leaves', () => {
    expect(after('def f(x):\n    return x|', '\ndef g(x):', { languageId: 'python' })).toBe('block-end');
  });
});

describe('an answer stays', () => {
  test.each([
    ['within its block', 'typescript', '  const a = 1;\n  |', 'if (a) {\n    b();\n  }\n  c();'],
    ['after a line that is complete', 'typescript', '  const a = 1;|', '\n  const b = 2;'],
    ['where its own block goes on', 'typescript', '  if (a) {|', '\n    b();\n  } else {\n    c();\n  }'],
    ['where it closes what was opened above', 'typescript', '  foo(() => {\n    b();|', '\n  });'],
    [
      'in a case',
      'typescript',
      '  switch (a) {|',
      "\n    case 'b':\n      return 1;\n    default:\n      return 2;",
    ],
    [
      'where Python goes on',
      'python',
      '    if a:|',
      '\n        b()\n    elif c:\n        d()\n    else:\n        e()',
    ],
    ['in a string over several lines', 'typescript', '  const a = |', '`\nb\n  c`;'],
    ['around a condition of the preprocessor', 'c', '  |', 'a();\n#ifdef B\n  b();\n#endif\n  c();'],
    ['over blank lines', 'python', 'def f(x):\n    |', 'a = x\n\n    return a'],
    ['where tabs stand against spaces', 'typescript', '    |', 'a();\n\tb();'],
    [
      '@huggingface/jinja: where it closes in steps what it opened',
      'typescript',
      '\t\tcase "ObjectLiteral": {\n\t\t\tconst entries = Array.from(|',
      'node.value.entries()).map(\n\t\t\t\t([k, v]) => `${k}: ${v}`,\n\t\t\t);\n\t\t\treturn entries;',
    ],
  ])('%s', (_, languageId, marked, answer) => {
    expect(after(marked, answer, { languageId })).toBe(marked.replace('|', `${answer}|`));
  });
});

test('the answer ends at the same place however much of it is typed', () => {
  const document = 'function f(a) {\n  if (a) {|';
  const answer = '\n    b();\n    c(a);\n  }\n  return d;';
  const kept = '\n    b();\n    c(a);\n  }';
  for (let length = 0; length < kept.length; length++) {
    const typed = answer.slice(0, length);
    const marked = document.replace('|', `${typed}|`);
    expect(after(marked, answer.slice(length), { typed })).toBe(document.replace('|', `${kept}|`));
  }
  expect(after(document.replace('|', `${kept}|`), answer.slice(kept.length), { typed: kept })).toBe(
    'block-end',
  );
});
