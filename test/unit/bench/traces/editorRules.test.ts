import { describe, expect, it } from 'vitest';
import {
  backspaceWidth,
  beginningAfter,
  closingFor,
  indentUnit,
  isBetweenBrackets,
} from '../../../../bench/traces/editorRules';

describe('closingFor', () => {
  it.each([
    ['(', 'f', '', ')'],
    ['{', 'if (x) ', ';', '}'],
    ['[', '', ') {', ']'],
    ['(', 'f', 'x', undefined],
    ["'", 'x = ', '', "'"],
    ["'", '// it', '', undefined],
    ["'", '// say ', '', undefined],
    ['"', ' * say ', '', undefined],
    ["'", 'f("', '")', undefined],
    ['`', 'f("a", ', ')', '`'],
    ["'", "f('\\'', ", ')', "'"],
    ['a', '', '', undefined],
  ])('closes %s after "%s" and before "%s" with %s', (key, before, after, closing) => {
    expect(closingFor(key, before, after)).toBe(closing);
  });
});

describe('beginningAfter', () => {
  it.each([
    ['  a;', '  '],
    ['  if {', '    '],
    ['  f(', '    '],
    ['  /**', '   * '],
    ['   * text', '   * '],
    ['   *', '   * '],
    ['   */', '  '],
    ['  /** one line */', '  '],
    ['  * 2', '  * '],
    ['', ''],
  ])('of "%s" is "%s"', (line, beginning) => {
    expect(beginningAfter(line, '  ', 'typescript')).toBe(beginning);
  });

  it.each([
    ['  if x:', 'python', '    '],
    ['async def f(a, b) :', 'python', '  '],
    ['  x = y[1:', 'python', '  '],
    ['  if x:', 'php', '  '],
  ])('of "%s" in %s is "%s"', (line, languageId, beginning) => {
    expect(beginningAfter(line, '  ', languageId)).toBe(beginning);
  });
});

describe('indentUnit', () => {
  it.each([
    ['a\n  b\n    c\n', '  '],
    ['a\n    b\n        c\n', '    '],
    ['a\n\tb\n', '\t'],
    ['/**\n * a\n */\na {\n    b\n', '    '],
    ['a\n', '  '],
  ])('of %j is %j', (text, unit) => {
    expect(indentUnit(text)).toBe(unit);
  });
});

describe('isBetweenBrackets', () => {
  it('knows brackets, but not quotes', () => {
    expect(isBetweenBrackets('x = {', '})')).toBe(true);
    expect(isBetweenBrackets('x = {', ')')).toBe(false);
    expect(isBetweenBrackets("x = '", "'")).toBe(false);
    expect(isBetweenBrackets('', '}')).toBe(false);
  });
});

describe('backspaceWidth', () => {
  it('is a step of the indentation, and one character elsewhere', () => {
    expect(backspaceWidth('    ', '  ')).toBe(2);
    expect(backspaceWidth('\t\t', '\t')).toBe(1);
    expect(backspaceWidth('   * ', '  ')).toBe(1);
    expect(backspaceWidth(' ', '  ')).toBe(1);
  });
});
