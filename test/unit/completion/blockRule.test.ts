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
  'if (a) { /* why */',
  '#[derive(',
  'case "a":',
  'default:',
])('%s opens a block', (line) => {
  expect(opensBlock(line)).toBe(true);
});

test.each([
  ...['a();', '}', '', 'foo()', '// see:', '# note:', ' * where:', 'undo', 'return a', 'a == b'],
  ...['return a ===', 'if a !=', 'a <=', '/* where:', '<!-- where:', '-- where:', '/**', '"""', '<div>'],
  `${'a'.repeat(500)}{`,
])('%s does not', (line) => {
  expect(opensBlock(line)).toBe(false);
});

test.each([
  ['typescriptreact', '    <div className="a">'],
  ['typescriptreact', '      <>'],
  ['javascriptreact', '  <Foo.Bar>'],
  ['typescriptreact', '      >'],
  ['html', '<ul>'],
  ['ruby', '  def name'],
  ['ruby', 'items.each do |item|'],
  ['ruby', '  unless a.nil?'],
  ['lua', 'local function f(a)'],
  ['elixir', '  def name(a) do'],
  ['julia', 'function f(a)'],
])('in %s, %s opens a block', (languageId, line) => {
  expect(opensBlock(line, languageId)).toBe(true);
});

test.each([
  ['typescriptreact', '<img src="a">'],
  ['typescriptreact', '<Foo />'],
  ['typescriptreact', '<div>a</div>'],
  ['typescriptreact', '</div>'],
  ['typescript', '  <T>'],
  ['html', '<br>'],
  ['ruby', 'def name = 1 end'],
  ['ruby', 'define :a'],
  ['lua', 'return f(a)'],
  ['toString', 'def name'],
])('in %s, %s does not', (languageId, line) => {
  expect(opensBlock(line, languageId)).toBe(false);
});

describe('lines allowed', () => {
  const lines = (marked: string, languageId?: string): number => {
    const document = new EditableDocument(marked, 'file:///project/a', 'a', languageId);
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

  test.each([
    ['typescriptreact', 'return (\n  <ul>\n    |\n  </ul>\n);'],
    ['python', 'def f(x):\n    |\n\ndef g(x):\n    return x'],
    ['python', 'def f(x):\n    """Says x."""\n    if x:\n        |'],
    ['python', 'def f(x):\n    """\n    Says x:\n    """\n    if x:\n        |'],
    ['typescript', '/* why */\nif (a) {\n  |\n}'],
    ['typescript', '/**\n * Where:\n */\nfunction f() {\n  |\n}'],
    ['go', 'switch a {\ncase 1:\n\t|\ncase 2:\n\tb()\n}'],
  ])('several in an empty block of %s: %j', (languageId, marked) => {
    expect(lines(marked, languageId)).toBe(blockLines);
  });

  test.each([
    ['typescript', 'if (a) {\n  |\n  b();\n}'],
    ['python', 'def f(x):\n    |\n    return x'],
    ['yaml', 'jobs:\n  |\n  test:\n    runs-on: a'],
  ])('one above what is in the block, in %s: %j', (languageId, marked) => {
    expect(lines(marked, languageId)).toBe(1);
  });

  test.each([
    ['typescript', '/*\n  Where:\n  |\n*/'],
    ['typescript', '/**\n   For example: {\n   |'],
    ['typescript', '// Where: {\n|'],
    ['python', 'def f(x):\n    """Says x.\n\n    Args:\n        |\n    """'],
    ['python', 'def f(x):\n    """\n    Args:\n        |'],
    ['python', '# Where:\n|'],
    ['html', '<!-- Where:\n|'],
  ])('one in a comment of %s: %j', (languageId, marked) => {
    expect(lines(marked, languageId)).toBe(1);
  });
});
