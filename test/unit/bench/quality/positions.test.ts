import { describe, expect, it } from 'vitest';
import type { SourceFile } from '../../../../bench/quality/corpus';
import { classOf, cursorKinds, kindOf } from '../../../../bench/quality/cursorKinds';
import { choosePositions, idOf, mostPerFile } from '../../../../bench/quality/positions';

/** A file of `lines` lines, some of them comments and some blank. */
function file(name: string, lines: number): SourceFile {
  const line = (number: number): string => {
    if (number % 5 === 4) return '';
    if (number % 4 === 0) return `  // remark number ${number} about the ${name}`;
    return `  const ${name}${number} = object.method(first${number}, second);`;
  };
  return {
    package: 'sample',
    path: `lib/${name}.js`,
    lines: Array.from({ length: lines }, (_, number) => line(number)),
  };
}

const names = Array.from({ length: 40 }, (_, number) => `file${number}`);
const files = names.map((name) => file(name, 60));

describe('choosePositions', () => {
  const positions = choosePositions(files, 7);

  it('gives the same positions at every run, and others for another seed', () => {
    expect(choosePositions(files, 7).map(idOf)).toEqual(positions.map(idOf));
    expect(choosePositions(files, 8).map(idOf)).not.toEqual(positions.map(idOf));
  });

  it('chooses cursors of the kind that it says, in a quarter of all each', () => {
    expect(positions).toHaveLength(files.length * mostPerFile);
    for (const { file, line, character, kind } of positions) {
      expect(kindOf(file.lines[line] ?? '', character)).toBe(kind);
    }
    for (const kind of cursorKinds) {
      expect(positions.filter((position) => position.kind === kind)).toHaveLength(positions.length / 4);
    }
  });

  it('takes at most twelve lines of a file, each once', () => {
    const lines = positions.map(({ file, line }) => `${file.path}:${line}`);
    expect(new Set(lines).size).toBe(lines.length);
    for (const { path } of files) {
      expect(positions.filter(({ file }) => file.path === path)).toHaveLength(mostPerFile);
    }
  });

  it('takes a position of each file before it takes a second one of any', () => {
    expect(new Set(positions.slice(0, files.length).map(({ file }) => file.path)).size).toBe(files.length);
  });

  it('gives comments the share that their lines have, though most code lines have no cursor', () => {
    const sparse = files.map(({ path, lines }) => ({
      package: 'sample',
      path,
      lines: lines.map((_, number) => {
        if (number % 5 === 0) return '  // a remark about what follows';
        return number % 5 === 1 ? '  const value = object.method(first, second);' : '}';
      }),
    }));
    const found = choosePositions(sparse, 7);
    const comments = found.filter(({ file, line }) => classOf(file.lines[line] ?? '') === 'comment');
    expect(Math.abs(comments.length / found.length - 1 / 5)).toBeLessThan(0.06);
  });

  it('leaves out files and kinds that have nothing', () => {
    const bare = { package: 'sample', path: 'bare.js', lines: ['}', '', ');'] };
    const starts = { package: 'sample', path: 'starts.js', lines: ['abc', 'def'] };
    const found = choosePositions([bare, starts], 7);
    expect(found.map(({ file, kind }) => [file.path, kind])).toEqual([['starts.js', 'line start']]);
  });
});

it('names a position as an editor shows it', () => {
  const [sample] = files;
  if (!sample) throw new Error('There are no files.');
  expect(idOf({ file: sample, line: 0, character: 4, kind: 'elsewhere' })).toBe('sample/lib/file0.js:1:5');
});
