import { describe, expect, it } from 'vitest';
import { cutHole, placeHole } from '../../../../bench/quality/hole';
import type { Position } from '../../../../bench/quality/positions';

const lines = Array.from({ length: 100 }, (_, number) => `line ${number} of text  `);

function at(line: number, character: number, some: readonly string[] = lines): Position {
  return { file: { package: 'sample', path: 'lib/a.js', lines: some }, line, character, kind: 'elsewhere' };
}

describe('cutHole', () => {
  it('wants the rest of the line and three lines more, without white space at their ends', () => {
    const { truth } = cutHole(at(50, 5));
    expect(truth).toEqual(['50 of text', 'line 51 of text', 'line 52 of text', 'line 53 of text']);
  });

  it('wants what the file has at its end', () => {
    expect(cutHole(at(98, 0)).truth).toEqual(['line 98 of text', 'line 99 of text']);
  });

  it('leaves nothing of it in the document', () => {
    const { document } = cutHole(at(50, 5));
    expect(document.lineCount).toBe(97);
    expect([49, 50, 51].map((line) => document.lineAt(line))).toEqual([lines[49], 'line ', lines[54]]);
  });
});

describe('placeHole', () => {
  it.each([0, 6, 12, 24])('begins the middle %i lines above the cursor', (anchorLines) => {
    const { head, middle } = placeHole(cutHole(at(50, 5)), anchorLines);
    expect(middle.split('\n')).toHaveLength(anchorLines + 1);
    expect(head + middle).toBe([...lines.slice(14, 50), 'line '].join('\n'));
  });

  it('reads 36 lines above and ten below the hole', () => {
    const { head, suffix, path, repository } = placeHole(cutHole(at(50, 5)), 24);
    expect(head.startsWith('line 14 ')).toBe(true);
    expect(suffix).toBe(['', ...lines.slice(54, 64)].join('\n'));
    expect({ path, repository }).toEqual({ path: 'lib/a.js', repository: '' });
  });

  it('reads 1,400 characters above, from a line start, and 400 below, to a line end', () => {
    const long = lines.map((line) => line.padEnd(99, '-'));
    const { head, middle, suffix } = placeHole(cutHole(at(50, 5, long)), 6);
    expect(head + middle).toBe([...long.slice(37, 50), 'line '].join('\n'));
    expect(suffix).toBe(['', ...long.slice(54, 58)].join('\n'));
  });

  it('has an empty suffix where the hole reaches the end of the file', () => {
    expect(placeHole(cutHole(at(97, 2)), 24).suffix).toBe('');
  });
});
