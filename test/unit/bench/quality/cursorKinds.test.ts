import { describe, expect, it, test } from 'vitest';
import { classOf, cursorsIn, kindOf } from '../../../../bench/quality/cursorKinds';

describe('kindOf', () => {
  it.each([
    ['line start', '  ', 'return x;'],
    ['line start', '', 'return x;'],
    ['behind punctuation', 'this.', 'name;'],
    ['behind punctuation', 'call(', 'name);'],
    ['behind punctuation', 'return ', 'name;'],
    ['behind punctuation', 'call()', '.then();'],
    ['inside a word', 'const na', 'me = 1;'],
    ['inside a word', 'é$', 'é = 1;'],
    ['elsewhere', 'const name', ' = 1'.trimStart()],
    ['elsewhere', 'a =', '> b();'],
    ['elsewhere', "import 'x'", ', y'],
    ['elsewhere', '!', 'name'],
    [undefined, 'const n', 'ame = 1;'],
    [undefined, 'const', ' name'],
    [undefined, 'a\t', 'name'],
    [undefined, 'call("\ud83d', '\ude00");'],
  ])('is %s behind "%s"', (kind, before, after) => {
    expect(kindOf(before + after, before.length)).toBe(kind);
  });
});

test('A cursor has at least three characters behind it that are not white space', () => {
  const cursors = cursorsIn('  ab.cde f ');
  expect(Object.fromEntries(cursors)).toEqual({
    'line start': [2],
    'behind punctuation': [5],
    'inside a word': [],
    elsewhere: [4],
  });
  expect([...cursorsIn(' });').values()].flat()).toEqual([1]);
  expect([...cursorsIn('});').values()].flat()).toEqual([0]);
  expect([...cursorsIn('};').values()].flat()).toEqual([]);
});

describe('classOf', () => {
  it.each([
    ['blank', '  \t'],
    ['comment', '  // why'],
    ['comment', '/* why'],
    ['comment', '   * why'],
    ['comment', '   */'],
    ['import', "import a from 'a';"],
    ['import', "import 'a';"],
    ['import', "export * from './a';"],
    ['import', "} from 'a';"],
    ['import', "const a = require('a');"],
    ['code', '*generate() {'],
    ['code', "const a = await import('a');"],
    ['code', 'import.meta.url;'],
    ['code', 'important();'],
    ['code', 'export const from = 1;'],
    ['code', 'value * 2 // why'],
  ])('takes for %s: %s', (lineClass, line) => {
    expect(classOf(line)).toBe(lineClass);
  });
});
