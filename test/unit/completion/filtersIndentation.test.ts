import { describe, expect, test } from 'vitest';
import { afterFilters as after } from './support/afterFilters';

// cmake-js/lib/dist.js
const withTabs =
  'class Dist {\n\tget downloaded() {\n\t\tlet headers = false\n\t\tlet stat = getStat(this.internalPath)\n';
// retry/lib/retry.js
const withTwo =
  'exports.timeouts = function(options) {\n  for (var key in options) {\n    opts[key] = options[key];\n  }\n';
// @secretlint/config-loader/src/validator.ts
const withFour = 'function validate() {\n    if (a) {\n        errors.push(b);\n    }\n';

describe('the indentation of further lines is written as the file has it', () => {
  test.each([
    [
      'tabs for four spaces',
      `${withTabs}\t\t|`,
      'if (a) {\n            b()\n        }',
      'if (a) {\n\t\t\tb()\n\t\t}',
    ],
    ['tabs for two spaces', `${withTabs}\t\t|`, 'if (a) {\n      b()\n    }', 'if (a) {\n\t\t\tb()\n\t\t}'],
    ['tabs for a comment', `${withTabs}\t\t|`, '/**\n         * a\n         */', '/**\n\t\t * a\n\t\t */'],
    ['two spaces for a tab', `${withTwo}  |`, 'if (a) {\n\t\tb();\n\t}', 'if (a) {\n    b();\n  }'],
    ['four spaces for a tab', `${withFour}    |`, 'if (a) {\n\t\tb();\n\t}', 'if (a) {\n        b();\n    }'],
    [
      'spaces, by what the answer shows of a level, where the lines around do not tell',
      '        a();\n        b();\n        |',
      'if (c) {\n\t\t\td();\n\t\t}',
      'if (c) {\n            d();\n        }',
    ],
  ])('%s', (_, marked, answer, kept) => {
    expect(after(marked, answer)).toBe(marked.replace('|', `${kept}|`));
  });

  test('in what is left of an answer that was typed', () => {
    const marked = `${withTabs}\t\tif (a|`;
    const kept = ') {\n\t\t\tb()\n\t\t}|';
    expect(after(marked, ') {\n            b()\n        }', { typed: 'if (a' })).toBe(
      marked.replace('|', kept),
    );
  });

  test('a second time changes nothing', () => {
    const marked = `${withTwo}  |`;
    expect(after(marked, 'if (a) {\n    b();\n  }')).toBe(marked.replace('|', 'if (a) {\n    b();\n  }|'));
  });
});

describe('an answer stays', () => {
  test.each([
    ['where the file has both', '\ta();\n\tb();\n    c();\n    d();\n\t|', 'if (e) {\n        f();\n    }'],
    ['where too little tells', 'if (a) {\n\t|', 'if (b) {\n        c();\n    }'],
    ['where it is of one line', `${withTabs}\t\t|`, 'a(b)'],
    ['where spaces only align', `${withTabs}\t\t|`, 'a(b,\n\t\t  c)'],
    ['where its spaces make no levels', `${withTabs}\t\t|`, 'a(b,\n           c,\n     d)'],
    [
      'where the lines around do not tell a level',
      '       a();\n       b();\n       |',
      'if (c) {\n\t\td();\n\t}',
    ],
    ['around the stars of a comment', ' /**\n  * a\n  * b\n  |', '* c\n\td();\n\te();'],
  ])('%s', (_, marked, answer) => {
    expect(after(marked, answer)).toBe(marked.replace('|', `${answer}|`));
  });
});
