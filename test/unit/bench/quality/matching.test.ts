import { describe, expect, it } from 'vitest';
import { scoreOf } from '../../../../bench/quality/matching';

const truth = ['value + 1;', '}', '', 'next();'];

describe('scoreOf', () => {
  it.each([
    ['nothing yet', ''],
    ['a beginning of the line', 'value +'],
    ['the line, which may go on', 'value + 1;'],
    ['the line with white space behind it', 'value + 1; \t'],
    ['the line and a beginning of the next', 'value + 1;\n'],
    ['an empty line that may fill up', 'value + 1;\n}\n  '],
    ['all but the end of the last line', 'value + 1;\n}\n\nnext()'],
    ['the last line, which may go on', 'value + 1;\n}\n\nnext();'],
  ])('leaves %s open', (_, answer) => {
    // An empty line takes no indentation but white space at its end.
    expect(scoreOf(answer, truth, false)).toBeUndefined();
  });

  it.each([
    [0, 'another word', 'other'],
    [0, 'a longer line', 'value + 1;;'],
    [0, 'a shorter line', 'value +\n'],
    [0, 'white space before the line', ' value'],
    [1, 'another second line', 'value + 1;\nx'],
    [1, 'a second line with other indentation', 'value + 1;\n }'],
    [1, 'a last line that ends too early', 'value + 1;\n}\n\nnext()\n'],
    [2, 'all lines, and a further one', 'value + 1;\n}\n\nnext();\n'],
    [2, 'all lines with white space at their ends', 'value + 1; \n}\t\n  \nnext(); \n'],
  ])('gives %i to %s', (score, _, answer) => {
    expect(scoreOf(answer, truth, false)).toBe(score);
  });

  it.each([
    [0, 'nothing', ''],
    [0, 'a beginning of the line', 'value'],
    [1, 'the line', 'value + 1;'],
    [1, 'the line and its break', 'value + 1;\n'],
    [2, 'all lines', 'value + 1;\n}\n\nnext();'],
  ])('gives %i to %s where the model ends', (score, _, answer) => {
    expect(scoreOf(answer, truth, true)).toBe(score);
  });

  it('wants no more lines than the file has', () => {
    expect(scoreOf('end', ['end'], true)).toBe(2);
    expect(scoreOf('end\nmore', ['end'], false)).toBe(2);
    expect(scoreOf('end', ['end'], false)).toBeUndefined();
  });
});
