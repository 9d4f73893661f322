import { describe, expect, test } from 'vitest';
import { AcceptedDocument } from '../../../src/completion/acceptedDocument';
import { type DocumentView, StringDocument } from '../../../src/completion/document';
import { inquire } from '../../../src/editor/inquiry';
import { amongCells, readCellContext } from '../../../src/editor/notebookContext';
import { readWindow } from '../../../src/prompt/window';
import { CellList, FakeCell } from '../../support/cellList';

const uri = 'vscode-notebook-cell:/project/a.ipynb#W1';

function python(text: string): FakeCell {
  return new FakeCell(text);
}

function markdown(text: string): FakeCell {
  return new FakeCell(text, 'markdown');
}

function cellAt(list: CellList, index: number): StringDocument {
  const { languageId, lineCount, version } = list.at(index);
  const lines = Array.from({ length: lineCount }, (_, line) => list.at(index).lineAt(line));
  return new StringDocument(uri, 'a.ipynb', languageId, version, lines.join('\n'));
}

/** All that the pipeline may read for a cell. */
function textOf(document: DocumentView): string {
  return Array.from({ length: document.lineCount }, (_, line) => document.lineAt(line)).join('\n');
}

describe('readCellContext', () => {
  test('shows the cells above in their order, and the next one below', () => {
    const list = new CellList(
      python('import math'),
      python('r = 2\n\n'),
      python('area'),
      python('print(1)'),
      python('x'),
    );
    const { above, below } = readCellContext(list, 2);
    expect(above).toEqual(['import math', '', 'r = 2', '']);
    expect(below).toEqual(['', 'print(1)']);
  });

  test('leaves out cells of other languages, blank ones, and those whose magic names another language', () => {
    const list = new CellList(
      new FakeCell('SELECT 1', 'sql'),
      python('%%bash\nls'),
      python('%%time\nwork()'),
      python(' \n'),
      python('r'),
      new FakeCell('SELECT 2', 'sql'),
      python('%%html\n<p>'),
      python(''),
      python('last()'),
    );
    const { above, below } = readCellContext(list, 4);
    expect(above).toEqual(['%%time', 'work()', '']);
    expect(below).toEqual(['', 'last()']);
  });

  test.each([
    ['a markup cell', markdown('## Area')],
    ['a cell of another language by its magic', python('%%sql\nSELECT')],
  ])('shows nothing around %s', (_, cell) => {
    const { above, below } = readCellContext(new CellList(python('a = 1'), cell, python('b = 2')), 1);
    expect([...above, ...below]).toEqual([]);
  });

  test('shows the first lines of markup above as comments', () => {
    const list = new CellList(
      python('r = 2'),
      markdown('## Area\n\nof a circle\nwith r\nfifth line'),
      python('a'),
      markdown('## Print'),
    );
    const { above, below } = readCellContext(list, 2);
    expect(above).toEqual(['r = 2', '', '# ## Area', '# of a circle', '# with r', '']);
    expect(below).toEqual([]);
  });

  test('shows no markup where it is not known how to comment', () => {
    const list = new CellList(markdown('## Area'), new FakeCell('x', 'brainfuck'));
    expect(readCellContext(list, 1).above).toEqual([]);
  });

  test('shows whole cells, nearest first, as long as all fit', () => {
    const cells = [30, 30, 20].map((lines, number) => python(`cell ${number}\n`.repeat(lines).trimEnd()));
    const { above } = readCellContext(new CellList(...cells, python('x')), 3);
    expect(above).toHaveLength(52);
    expect(above[0]).toBe('cell 1');
  });

  test('shows the end of the nearest cell where all of it is too much', () => {
    const lines = Array.from({ length: 200 }, (_, line) => `line ${line}`);
    const long = new CellList(python('a = 1'), python(lines.join('\n')), python('x'));
    const { above } = readCellContext(long, 2);
    expect(above).toHaveLength(64);
    expect(above.slice(-2)).toEqual(['line 199', '']);

    const wide = new CellList(python(`${'w'.repeat(3000)}\n${'v'.repeat(2000)}\nend`), python('x'));
    expect(readCellContext(wide, 1).above.map((line) => line.length)).toEqual([2000, 3, 0]);
    const endless = new CellList(python('w'.repeat(100_000)), python('x'), python('w'.repeat(100_000)));
    expect(readCellContext(endless, 1)).toMatchObject({ above: [], below: [] });
  });

  test('reads no more of a large notebook than of a small one', () => {
    const long = 'value = compute(1, 2)\n'.repeat(10_000);
    for (const text of [long, '\n'.repeat(10_000), '%%bash', '']) {
      const cells = new Array<FakeCell>(3000).fill(python(text));
      const list = new CellList(...cells, python('x'), ...cells);
      readCellContext(list, 3000);
      expect(list.looks).toBeLessThanOrEqual(1 + 64 + 8);
      // At most the 64 lines that may be shown, of each cell that turns out to have none to show.
      expect(list.reads).toBeLessThanOrEqual(5000);
    }
  });
});

describe('amongCells', () => {
  const list = new CellList(python('def area(r):\n    return r'), python('a = 1\narea('), python('print(a)'));
  const asked = amongCells(inquire(cellAt(list, 1), { line: 1, character: 5 }), readCellContext(list, 1));

  test('the pipeline reads the cell among its neighbours, at the same place', () => {
    expect(textOf(asked.document)).toBe('def area(r):\n    return r\n\na = 1\narea(\n\nprint(a)');
    expect(asked.position).toEqual({ line: 4, character: 5 });
    expect(asked.document).toMatchObject({ uri, path: 'a.ipynb', languageId: 'python' });
    const { before, beforeIsWhole, after } = readWindow(asked.document, asked.position);
    expect(before).toBe('def area(r):\n    return r\n\na = 1\narea(');
    expect(beforeIsWhole).toBe(true);
    expect(after).toBe('\n\nprint(a)');
  });

  test('its answer goes into the cell', () => {
    expect(asked.place({ text: '2)', replaceAfter: 0 })).toEqual({
      text: 'area(2)',
      startCharacter: 0,
      endCharacter: 5,
    });
  });

  test('the text after an acceptance is among the same neighbours', () => {
    const accepted = new AcceptedDocument(asked.document, asked.position, { text: '2)\n', replaceAfter: 0 });
    expect(textOf(accepted)).toBe('def area(r):\n    return r\n\na = 1\narea(2)\n\n\nprint(a)');
    expect(accepted.cursor).toEqual({ line: 5, character: 0 });
  });

  test('an item of the suggest widget is asked for in its cell', () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } };
    const selected = { text: 'area(r', range };
    const inquiry = inquire(cellAt(list, 1), { line: 1, character: 5 }, selected);
    const among = amongCells(inquiry, readCellContext(list, 1));
    expect(among.document.lineAt(among.position.line)).toBe('area(r');
    expect(among.position).toEqual({ line: 4, character: 6 });
  });

  test('a cell by itself is asked about as it is', () => {
    const alone = new CellList(python('x'));
    const inquiry = inquire(cellAt(alone, 0), { line: 0, character: 1 });
    expect(amongCells(inquiry, readCellContext(alone, 0))).toBe(inquiry);
  });

  test('an edit of a cell that is shown makes the text another, and one of any other cell does not', () => {
    const above = python('r = 2');
    const below = python('print(r)');
    const far = python('far');
    const cells = new CellList(above, python('area'), below, far);
    const { document } = amongCells(
      inquire(cellAt(cells, 1), { line: 0, character: 0 }),
      readCellContext(cells, 1),
    );
    const versions = [document.version];
    above.edit('r = 3\ns = 4');
    versions.push(document.version);
    below.edit('print(s)');
    versions.push(document.version);
    expect(new Set(versions).size).toBe(3);
    expect([...versions].sort((left, right) => left - right)).toEqual(versions);
    far.edit('farther');
    expect(document.version).toBe(versions.at(-1));
  });

  test('lines of neighbours stay as they were read, so that the position stays right', () => {
    const above = python('r = 2');
    const cells = new CellList(above, python('area'));
    const inquiry = inquire(cellAt(cells, 1), { line: 0, character: 4 });
    const { document, position } = amongCells(inquiry, readCellContext(cells, 1));
    above.edit('r = 2\n\n\ns = 3');
    expect(document.lineAt(position.line)).toBe('area');
    expect(textOf(document)).toBe('r = 2\n\narea');
  });
});
