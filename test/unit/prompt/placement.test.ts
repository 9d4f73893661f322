import { describe, expect, test } from 'vitest';
import { StringDocument } from '../../../src/completion/document';
import {
  defaultPlacementLimits as limits,
  follow,
  halve,
  reaching,
  place,
  type Placement,
  type PlacementText,
  wantsRenewal,
} from '../../../src/prompt/placement';
import { readWindow } from '../../../src/prompt/window';
import { EditableDocument } from '../../support/editableDocument';

function numbered(count: number, from = 1): string[] {
  return Array.from(
    { length: count },
    (_, index) => `  const value${from + index} = compute(${from + index});`,
  );
}

/** Lines above and below a cursor that stands at the end of an indented, empty line. */
function between(above: number, below: number): EditableDocument {
  return new EditableDocument([...numbered(above), '  |', ...numbered(below, above + 1)].join('\n'));
}

function textOf(document: EditableDocument): PlacementText {
  const { uri, path, cursor } = document;
  // A snapshot, because a live document is split into lines at each read.
  const lines = new StringDocument(uri, path, 'typescript', 1, document.marked.replace('|', ''));
  const { before, beforeIsWhole, after } = readWindow(lines, cursor);
  return { document: uri, path, repository: '', before, beforeIsWhole, after };
}

const lineBreaks = (text: string): number => text.split('\n').length - 1;

/** Placements of one sequence: each follows the one before, or is placed anew where it cannot. */
class Follower {
  placement: Placement;
  renewals = 0;

  constructor(readonly document: EditableDocument) {
    this.placement = place(textOf(document), undefined);
  }

  /** Takes the document as it is now; checks that head and middle are what stands before the cursor. */
  step(): Placement {
    const text = textOf(this.document);
    const followed = follow(text, this.placement);
    if (!followed) this.renewals++;
    this.placement = followed ?? place(text, this.placement);
    expect(text.before.endsWith(this.placement.head + this.placement.middle)).toBe(true);
    return this.placement;
  }

  type(text: string, closer = ''): Placement {
    this.document.type(text, closer);
    return this.step();
  }
}

describe('a new placement', () => {
  test('begins and has its anchor at the set distances above the cursor', () => {
    const { head, headIsWhole, middle, suffix } = place(textOf(between(100, 100)), undefined);
    expect(lineBreaks(head)).toBe(limits.freshLines - limits.anchorLines);
    expect(lineBreaks(middle)).toBe(limits.anchorLines);
    expect(lineBreaks(suffix)).toBe(limits.suffixLines);
    expect(headIsWhole).toBe(false);
    expect(head.startsWith('  const value65 ')).toBe(true);
    expect(head.endsWith('\n')).toBe(true);
  });

  test('begins with the document where that is near', () => {
    const { head, headIsWhole, middle } = place(textOf(between(30, 0)), undefined);
    expect(headIsWhole).toBe(true);
    expect(lineBreaks(head)).toBe(30 - limits.anchorLines);
    expect(lineBreaks(middle)).toBe(limits.anchorLines);
  });

  test('of a short document has no head', () => {
    const text = textOf(between(5, 5));
    expect(place(text, undefined)).toMatchObject({ head: '', headIsWhole: true, middle: text.before });
  });

  test('of an empty document is empty', () => {
    const placement = place(textOf(new EditableDocument('|')), undefined);
    expect(placement).toMatchObject({ head: '', headIsWhole: true, middle: '', suffix: '' });
  });

  test('is bounded in characters where lines are long, and begins at a line', () => {
    const wide = Array.from({ length: 60 }, (_, index) => `${index} ${'x'.repeat(250)}`);
    const document = new EditableDocument([...wide, '|', ...wide].join('\n'));
    const { head, middle, suffix } = place(textOf(document), undefined);
    expect(head.length + middle.length).toBeLessThanOrEqual(limits.freshCharacters);
    expect(head + middle).toMatch(/^\d+ x/);
    expect(suffix.length).toBeLessThanOrEqual(limits.suffixCharacters);
    expect(suffix).toMatch(/x$/);
  });

  test('is bounded in an endless line, and cuts no pair in two', () => {
    for (const shift of ['', 'x']) {
      const document = new EditableDocument(`${shift}${'😀'.repeat(50_000)}|${'😀'.repeat(50_000)}`);
      const { head, middle, suffix } = place(textOf(document), undefined);
      expect(head.length + middle.length).toBeLessThanOrEqual(limits.freshCharacters + 1);
      expect(suffix.length).toBeLessThanOrEqual(limits.suffixCharacters);
      expect(head + middle + suffix).not.toMatch(/\p{Surrogate}/u);
    }
  });
});

describe('while typing on a line, head and suffix stay', () => {
  test('with each character', () => {
    const follower = new Follower(between(100, 100));
    const { head, suffix } = follower.placement;
    for (const character of 'return items.map((item) => item.name);') {
      expect(follower.type(character)).toMatchObject({ head, suffix });
    }
    expect(follower.renewals).toBe(0);
  });

  test.each([
    ['()', '(', ')'],
    ['{}', '{', '}'],
    ['""', '"', '"'],
  ])('when %s is auto-closed', (_, opener, closer) => {
    const follower = new Follower(between(100, 100));
    const { head, suffix } = follower.placement;
    expect(follower.type('call')).toMatchObject({ head, suffix });
    expect(follower.type(opener, closer)).toMatchObject({ head, suffix });
    expect(follower.type('x')).toMatchObject({ head, suffix });
    expect(follower.renewals).toBe(0);
  });

  test('on Enter between braces', () => {
    const follower = new Follower(between(100, 100));
    const { head, suffix } = follower.placement;
    follower.type('if (ready) ');
    follower.type('{', '}');
    expect(follower.type('\n    ', '\n  ')).toMatchObject({ head, suffix });
    expect(follower.type('return;')).toMatchObject({ head, suffix });
    expect(follower.renewals).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['one closing line', '\n}'],
    ['few short lines', '\n  a();\n}\n\nb();'],
    ['many short lines', '\n  a,'.repeat(40)],
    ['a short line and an endless one', '\n  a();\n' + 'a();'.repeat(20_000)],
    ['many closing lines', '\n}'.repeat(40) + '\nexport const last = 1;'],
    ['many blank lines', '\n'.repeat(40) + 'export const last = 1;'],
    ['one endless line', '\n' + 'a();'.repeat(20_000)],
  ])('with %s below', (_, below) => {
    const follower = new Follower(new EditableDocument([...numbered(100), '  |'].join('\n') + below));
    const { head, suffix } = follower.placement;
    follower.type('while (more) ');
    follower.type('{', '}');
    follower.type('\n    ', '\n  ');
    expect(follower.type('step();')).toMatchObject({ head, suffix });
    expect(follower.renewals).toBe(0);
  });

  test('in an endless line the start moves in large steps', () => {
    const follower = new Follower(
      new EditableDocument(`${'call(value);'.repeat(2_000)}|${'rest();'.repeat(2_000)}`),
    );
    const heads = new Set<string>();
    for (const character of 'another.call(with, more, arguments);'.repeat(10)) {
      const { head, middle, suffix } = follower.type(character);
      heads.add((head + middle).slice(0, 100) + suffix);
      expect(head.length + middle.length).toBeGreaterThan(limits.freshCharacters / 2);
    }
    expect(heads.size).toBeLessThanOrEqual(2);
  });
});

describe('typing down a long document', () => {
  const lines = 300;

  test('moves the head seldom, and the start of the window even less often', () => {
    const follower = new Follower(between(10, 30));
    let heads = 0;
    let starts = 0;
    for (const line of numbered(lines, 500)) {
      for (const piece of [line.slice(0, 12), line.slice(12), '\n']) {
        const { head, middle } = follower.placement;
        const now = follower.type(piece);
        if (now.head !== head) heads++;
        if (!(now.head + now.middle).startsWith((head + middle).slice(0, 200))) starts++;
      }
    }
    expect(heads).toBe(follower.renewals);
    expect(heads).toBeLessThanOrEqual(6);
    expect(starts).toBeLessThanOrEqual(4);
    expect(starts).toBeGreaterThan(0);
  });

  test('keeps within the greatest sizes', () => {
    const follower = new Follower(between(10, 30));
    for (const line of numbered(lines, 500)) {
      const { head, middle } = follower.type(`${line}\n`);
      expect(head.length + middle.length).toBeLessThanOrEqual(limits.keptCharacters);
    }
  });

  test('asks for a renewal before the place is lost', () => {
    const follower = new Follower(between(100, 30));
    expect(wantsRenewal(follower.placement)).toBe(false);
    let wantedFor = 0;
    for (const line of numbered(400, 500)) {
      wantedFor = wantsRenewal(follower.placement) ? wantedFor + 1 : 0;
      follower.type(`\n${line}`);
      if (follower.renewals > 0) break;
    }
    expect(follower.renewals).toBe(1);
    expect(wantedFor).toBeGreaterThan(5);
    expect(wantsRenewal(follower.placement)).toBe(false);
  });
});

describe('another place', () => {
  /** Moves the cursor by lines, to the end of the line it comes to. */
  function moveLines(document: EditableDocument, by: number): void {
    const { marked, cursor } = document;
    const lines = marked.replace('|', '').split('\n');
    const target = cursor.line + by;
    const offsetOf = (line: number): number => lines.slice(0, line + 1).join('\n').length;
    document.move(offsetOf(target) - marked.indexOf('|'));
  }

  test.each([
    ['2 lines up', -2],
    ['a line down', 1],
    ['10 lines up', -10],
    ['10 lines down', 10],
  ])('%s shares the start of the window', (_, by) => {
    const follower = new Follower(between(100, 100));
    const { head } = follower.placement;
    moveLines(follower.document, by);
    const moved = follower.step();
    expect(follower.renewals).toBe(1);
    expect(moved.head.startsWith(head.slice(0, 60))).toBe(true);
    expect(lineBreaks(moved.middle)).toBe(limits.anchorLines);
  });

  test('a line up, over a blank line, is no other place', () => {
    const follower = new Follower(between(100, 100));
    moveLines(follower.document, -1);
    follower.step();
    expect(follower.renewals).toBe(0);
  });

  test('behind many blank lines has its own suffix', () => {
    const blank = '\n'.repeat(40);
    const follower = new Follower(
      new EditableDocument([...numbered(60), '  |'].join('\n') + blank + 'last();'),
    );
    moveLines(follower.document, 35);
    expect(follower.step().suffix).toContain('last();');
  });

  test('far below begins a window of its own', () => {
    const follower = new Follower(between(100, 300));
    const { head } = follower.placement;
    moveLines(follower.document, 250);
    const { head: moved, middle } = follower.step();
    expect(moved.startsWith(head.slice(0, 100))).toBe(false);
    expect(lineBreaks(moved + middle)).toBe(limits.freshLines);
  });

  test('far above begins a window of its own', () => {
    const follower = new Follower(between(300, 100));
    moveLines(follower.document, -200);
    const { head, middle } = follower.step();
    expect(lineBreaks(head + middle)).toBe(limits.freshLines);
  });

  test('near the start of the window begins a window of its own, with enough text above', () => {
    const follower = new Follower(between(200, 100));
    moveLines(follower.document, -(limits.freshLines - 5));
    const { head, middle } = follower.step();
    expect(lineBreaks(head + middle)).toBe(limits.freshLines);
  });
});

describe('a placement is not followed', () => {
  const text = textOf(between(100, 100));
  const current = place(text, undefined);

  test.each([
    ['in another document', { ...text, document: 'file:///other.ts' }],
    ['under another path', { ...text, path: 'other.ts' }],
    [
      'after an edit in the head near its anchor',
      { ...text, before: text.before.replace('value75 ', 'value7500 ') },
    ],
    ['after an edit in the suffix', { ...text, after: text.after.replace('value102 ', 'changed ') }],
    ['with words right of the cursor', { ...text, after: `words${text.after}` }],
    ['after the head has gone', { ...text, before: text.before.slice(-200) }],
  ])('%s', (_, changed) => {
    expect(follow(text, current)).toEqual(current);
    expect(follow(changed, current)).toBeUndefined();
  });

  test('when the cursor comes too near to its anchor', () => {
    const lines = text.before.split('\n');
    const at = (above: number): PlacementText => ({ ...text, before: lines.slice(0, -above).join('\n') });
    const shared = { ...current, suffix: text.after };
    expect(follow(at(limits.anchorLines - limits.minMiddleLines), shared)).toBeDefined();
    expect(follow(at(limits.anchorLines - limits.minMiddleLines + 1), shared)).toBeUndefined();
  });

  test('when the document begins elsewhere than it did', () => {
    const short = textOf(between(30, 10));
    const whole = place(short, undefined);
    expect(whole.headIsWhole).toBe(true);
    expect(follow(short, whole)).toBeDefined();
    expect(follow({ ...short, before: `\n${short.before}` }, whole)).toBeUndefined();
    expect(follow({ ...short, beforeIsWhole: false }, whole)).toBeUndefined();
  });

  test('as it was where its head has come to stand inside a line', () => {
    const joined = text.before.replace('\n' + current.head, ' ' + current.head);
    expect(joined).not.toBe(text.before);
    expect(follow({ ...text, before: joined }, current)).toEqual(current);
  });
});

describe('edits above', () => {
  test('the window leave a placement as it is', () => {
    const text = textOf(between(100, 100));
    const current = place(text, undefined);
    const changed = { ...text, before: text.before.replace('value20 ', 'aLongerName ') };
    expect(follow(changed, current)).toEqual(current);
  });

  test('in the head keep the start of the window, so that what is above the edit stays cached', () => {
    const text = textOf(between(100, 100));
    const current = place(text, undefined);
    const changed = { ...text, before: text.before.replace('value74 ', 'aLongerName ') };
    const { head } = place(changed, current);
    const common = head.indexOf('aLongerName');
    expect(common).toBeGreaterThan(200);
    expect(head.slice(0, common)).toBe(current.head.slice(0, common));
  });

  test('of a document, from its beginning, still read it from there', () => {
    const text = textOf(between(20, 100));
    const current = place(text, undefined);
    const changed = { ...text, before: `// new\n${text.before}` };
    expect(place(changed, current)).toMatchObject({ headIsWhole: true });
  });
});

test('limits that reach further widen the window, and leave the anchor and what is near where they are', () => {
  const kept: readonly string[] = [
    ...['anchorLines', 'minMiddleLines', 'renewMiddleLines'],
    ...['nearHeadLines', 'nearSuffixLines', 'maxStaleCharacters'],
  ];
  for (const [name, value] of Object.entries(reaching(limits, 2.5))) {
    const shipped = limits[name as keyof typeof limits];
    expect(value, name).toBe(kept.includes(name) ? shipped : Math.floor(shipped * 2.5));
  }
  const text = textOf(between(400, 400));
  const [shipped, wide] = [place(text, undefined), place(text, undefined, reaching(limits, 3))];
  expect(wide.head.length).toBeGreaterThan(shipped.head.length * 2.5);
  expect(wide.suffix.length).toBeGreaterThan(shipped.suffix.length * 2.5);
  expect(countLines(wide.middle)).toBe(countLines(shipped.middle));
});

function countLines(text: string): number {
  return text.split('\n').length;
}

test('halved limits halve every size of the window', () => {
  const kept: readonly string[] = ['nearHeadLines', 'nearSuffixLines', 'maxStaleCharacters'];
  for (const [name, value] of Object.entries(halve(limits))) {
    const full = limits[name as keyof typeof limits];
    expect(value, name).toBe(kept.includes(name) ? full : Math.floor(full / 2));
  }
  const text = textOf(between(100, 100));
  const [full, half] = [place(text, undefined), place(text, undefined, halve(limits))];
  expect(half.head.length + half.middle.length).toBeLessThan((full.head.length + full.middle.length) * 0.6);
  expect(half.suffix.length).toBeLessThan(full.suffix.length * 0.6);
});

describe('edits away from the cursor', () => {
  const importLine = "import { added } from './added';\n";

  /** A document's text with an edit above or below its cursor, which stays where it is. */
  function edited(
    document: EditableDocument,
    edit: (before: string, after: string) => string,
  ): EditableDocument {
    const [before = '', after = ''] = document.marked.split('|');
    return new EditableDocument(edit(before, after));
  }

  test('an import added at the top of the window leaves the placement as it is, but for its being stale', () => {
    const document = between(34, 30);
    const placed = place(textOf(document), undefined);
    const now = edited(document, (before, after) => `${importLine}${before}|${after}`);
    const followed = follow(textOf(now), placed);
    expect(followed).toEqual({ ...placed, stale: importLine.length });
  });

  test('an edit above the window is none of its concern', () => {
    const document = between(200, 30);
    const placed = place(textOf(document), undefined);
    const now = edited(document, (before, after) => `${importLine}${before}|${after}`);
    expect(follow(textOf(now), placed)).toEqual(placed);
  });

  test('an edit some lines below leaves the placement as it is, but for its being stale', () => {
    const document = between(34, 30);
    const placed = place(textOf(document), undefined);
    const now = edited(document, (before, after) => {
      const lines = after.split('\n');
      lines.splice(8, 1, '  const other = 1;');
      return `${before}|${lines.join('\n')}`;
    });
    const followed = follow(textOf(now), placed);
    expect(followed).toMatchObject({ head: placed.head, suffix: placed.suffix });
    expect(followed?.stale).toBeGreaterThan(0);
    expect(place(textOf(now), placed).suffix).toContain('const other');
  });

  test.each([
    ['just above the anchor', 27],
    ['between anchor and cursor, in the middle of a line', 5],
  ])('an edit %s is seen', (_, linesAbove) => {
    const document = between(34, 30);
    const placed = place(textOf(document), undefined);
    const now = edited(document, (before, after) => {
      const lines = before.split('\n');
      lines.splice(-linesAbove, 1, '  const other = 1;');
      return `${lines.join('\n')}|${after}`;
    });
    const followed = follow(textOf(now), placed);
    const text = followed ? followed.head + followed.middle : place(textOf(now), placed).head;
    expect(followed === undefined || text.includes('const other')).toBe(true);
  });

  test('an edit of the next line below is seen', () => {
    const document = between(34, 30);
    const placed = place(textOf(document), undefined);
    const now = edited(document, (before, after) => `${before}|${after.replace('value35', 'renamed')}`);
    expect(follow(textOf(now), placed)).toBeUndefined();
  });

  test('more than the limit is another place', () => {
    const document = between(34, 30);
    const placed = place(textOf(document), undefined);
    const pasted = `${numbered(80, 900).join('\n')}\n`;
    const now = edited(document, (before, after) => `${pasted}${before}|${after}`);
    expect(pasted.length).toBeGreaterThan(limits.maxStaleCharacters);
    expect(follow(textOf(now), placed)).toBeUndefined();
  });
});
