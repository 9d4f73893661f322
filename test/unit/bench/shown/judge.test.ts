import { describe, expect, it } from 'vitest';
import { cutHole, type Hole } from '../../../../bench/quality/hole';
import { judge } from '../../../../bench/shown/judge';

const lines = [
  'export function total(items) {',
  '  let sum = 0;',
  '  for (const item of items) {',
  '    sum += item.price;  ',
  '  }',
  '  return sum;',
  '}',
  '',
  'export const none = total([]);',
];

/** The rest of line `line`, from 0, is to be written. */
function holeAt(line: number, character: number, some: readonly string[] = lines): Hole {
  return cutHole({
    file: { package: 'sample', path: 'a.js', lines: some },
    line,
    character,
    kind: 'elsewhere',
  });
}

const answer = (text: string): Parameters<typeof judge>[1] => ({ text, stop: 'line', logs: [-0.5, -1] });

describe('judge', () => {
  it('takes an answer that is the rest of the line for right, white space at its end aside', () => {
    expect(judge(holeAt(3, 11), answer('item.price; '))).toEqual({
      group: 'sample/a.js',
      kind: 'elsewhere',
      logs: [-0.5, -1],
      shownLength: 'item.price;'.length,
      restLength: 'item.price;'.length,
      isRight: true,
      isRawRight: true,
    });
  });

  it.each(['item.price', 'item.price; // more', 'item', 'Item.price;'])('takes "%s" for wrong', (text) => {
    expect(judge(holeAt(3, 11), answer(text))).toMatchObject({ isRight: false, isRawRight: false });
  });

  it('judges an answer of several lines by the first, and counts all that is shown', () => {
    const text = 'sum += item.price;\n    count += 1;';
    expect(judge(holeAt(3, 4), answer(text))).toMatchObject({ isRight: true, shownLength: text.length });
  });

  it('names the filter that leaves nothing, and remembers that the engine was right', () => {
    const twice = [...lines.slice(0, 8), '  return sum;', '}'];
    expect(judge(holeAt(5, 2, ['a();', ...twice]), answer('\u0007'))).toMatchObject({
      hiddenBy: 'unprintable',
      shownLength: 0,
      isRight: false,
    });
    const repeated = ['call(first);', 'call(second);', 'call(first);', '', '', '', 'call(first);'];
    expect(judge(holeAt(2, 0, repeated), answer('call(first);'))).toMatchObject({
      hiddenBy: 'repeats-suffix',
      isRight: false,
      isRawRight: true,
    });
  });

  it('says where nothing is asked, and where nothing is answered', () => {
    expect(judge(holeAt(1, 14, ['', '  let sum = 0; // all of them']), answer('// more'))).toMatchObject({
      hiddenBy: 'held-back',
    });
    expect(judge(holeAt(3, 11), answer('  '))).toMatchObject({ hiddenBy: 'empty' });
  });
});
