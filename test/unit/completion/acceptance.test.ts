import { describe, expect, test } from 'vitest';
import { Acceptance } from '../../../src/completion/acceptance';
import type { SuggestionFigures } from '../../../src/completion/metrics';
import { MetricsRecorder } from '../../../src/completion/metricsRecorder';
import { FakeClock } from '../../support/fakeClock';
import { FollowedDocument } from '../../support/followedDocument';
import { seededRandom } from '../../support/random';

class Harness {
  readonly clock = new FakeClock();
  readonly metrics = new MetricsRecorder();
  readonly acceptance = new Acceptance(this.metrics, this.clock);

  open(marked: string, uri?: string, lineEnd?: '\n' | '\r\n'): FollowedDocument {
    return new FollowedDocument(this.acceptance, marked, uri, lineEnd);
  }

  /** The figures that are not zero, once no command can come any more. */
  async figures(): Promise<Partial<SuggestionFigures>> {
    await this.clock.advance(1_000);
    return this.figuresNow();
  }

  figuresNow(): Partial<SuggestionFigures> {
    const figures = Object.entries(this.metrics.snapshot().suggestions).filter(([, count]) => count !== 0);
    return Object.fromEntries(figures);
  }
}

describe('an acceptance', () => {
  test('is what the command says', async () => {
    const harness = new Harness();
    const document = harness.open('return this.|').suggest('items.length;');
    expect(harness.figuresNow()).toEqual({ shown: 1 });
    document.acceptAll();
    expect(document.text).toBe('return this.items.length;');
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 13 });
  });

  test('counts what it inserts: neither what was typed of it, nor closers that it repeats', async () => {
    const harness = new Harness();
    const document = harness.open('foo(|)').suggest('left, right);', { replaceAfter: 1 });
    document.type('l').type('e').suggest('ft, right);', { replaceAfter: 1 }).acceptAll();
    expect(document.text).toBe('foo(left, right);');
    expect(harness.figuresNow()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 10 });
    document.backspace();
    await harness.clock.advance(30_000);
    expect(harness.figuresNow()).toMatchObject({ agedCharacters: 10, survivingCharacters: 9 });
  });

  test('takes the last of like closers for those that were there', async () => {
    const harness = new Harness();
    harness.open('f(g(|) )').suggest('a(b), c));', { replaceAfter: 3 }).acceptAll();
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 8 });
  });

  test('leaves the cursor before closers that were there, and is no part of the suggestion', async () => {
    const harness = new Harness();
    const document = harness.open('foo(|)').suggest('bar, baz)', { replaceAfter: 1 }).acceptAll();
    expect(document.cursor).toBe('foo(bar, baz'.length);
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 8 });
  });

  test('of the last character is told from typing it', async () => {
    const harness = new Harness();
    harness.open('foo(bar|').suggest(')').acceptAll();
    harness.open('foo(bar|').suggest(')').type(')');
    expect(await harness.figures()).toEqual({
      shown: 2,
      accepted: 1,
      typedThrough: 1,
      acceptedCharacters: 1,
    });
  });

  test('is counted where the command comes before the place of the cursor, or after the next item', async () => {
    const harness = new Harness();
    const early = harness.open('a = |', 'file:///early.ts').suggest('b + c;');
    early.text = 'a = b + c;';
    const change = { rangeOffset: 0, rangeLength: 4, text: 'a = b + c;' };
    harness.acceptance.changed(early.uri, [change], false);
    harness.acceptance.accepted(early.item?.id);
    early.move(6);
    const late = harness.open('a = |', 'file:///late.ts').suggest('b;').acceptWithoutCommand();
    const first = late.item?.id;
    late.suggest('\nnext();');
    harness.acceptance.accepted(first);
    expect(await harness.figures()).toEqual({ shown: 3, accepted: 2, acceptedCharacters: 8 });
  });

  test('is counted once, and no other argument of the command counts', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b;').acceptAll();
    for (const argument of [document.item?.id, 0, 99, -1, NaN, '1', undefined, null, {}]) {
      harness.acceptance.accepted(argument);
    }
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 2 });
  });

  test('whose text is nowhere to be found has inserted nothing', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b;');
    harness.acceptance.accepted(document.item?.id);
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1 });
  });
});

describe('the acceptance of another text', () => {
  /** Writes another text than the suggestion's, of which the editor was given several. */
  function chooseOther(harness: Harness, hasOthers = true): number {
    const document = harness.open('a = |');
    const live = {
      uri: document.uri,
      lineEnd: '\n' as const,
      textBetween: (start: number, end: number) => document.text.slice(start, end),
    };
    const place = { start: 4, cursor: 4, end: 4, text: 'b;', selected: undefined };
    const id = harness.acceptance.offer({ ...place, document: live, hasOthers });
    document.text = 'a = c();';
    harness.acceptance.changed(document.uri, [{ rangeOffset: 4, rangeLength: 0, text: 'c();' }], false);
    harness.acceptance.cursorAt(document.uri, 8);
    return id;
  }

  test('is one of the suggestion', async () => {
    const harness = new Harness();
    harness.acceptance.accepted(chooseOther(harness));
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1 });
  });

  test('does not come where something else was typed, and is waited for only where there are others', async () => {
    const harness = new Harness();
    chooseOther(harness);
    expect(await harness.figures()).toEqual({ shown: 1, dismissed: 1 });
    const alone = new Harness();
    alone.acceptance.accepted(chooseOther(alone, false));
    expect(await alone.figures()).toEqual({ shown: 1, dismissed: 1 });
  });
});

describe('an acceptance in part', () => {
  test.each([
    ['a word', 'const ', 'total = 0;\nreturn total;'],
    ['a line', 'total = 0;\n', 'return total;'],
    ['the beginning of a line below', '\nreturn', ' total;'],
  ])('is %s that an edit inserts', async (_name, part, rest) => {
    const harness = new Harness();
    harness
      .open('{|')
      .suggest(part + rest)
      .acceptPart(part)
      .suggest(rest)
      .type('#');
    expect(await harness.figures()).toEqual({ shown: 1, partly: 1, acceptedCharacters: part.length });
  });

  test('and then in full counts as in full', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b + c;').acceptPart('b +').suggest(' c;').acceptAll();
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 6 });
  });

  test('and again in part, and then typed to the end, counts once', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('bb + cc;').acceptPart('bb').suggest(' + cc;');
    document.acceptPart(' + cc').suggest(';').type(';');
    expect(await harness.figures()).toEqual({ shown: 1, partly: 1, acceptedCharacters: 7 });
  });

  test('goes on without the next item', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('bb + cc;').acceptPart('bb').acceptPart(' + cc').move(-1);
    expect(await harness.figures()).toEqual({ shown: 1, partly: 1, acceptedCharacters: 7 });
  });

  test.each<[string, string, string, string]>([
    ['a character', 'b', '', 'b + c;'],
    ['a character of two units', '😀', '', '😀 + c;'],
    ['white space', '    ', '', '    b;'],
    ['a line break with its indentation', '\n    ', '', '\n    b;'],
    ['a line break with what goes on with a comment', '\n * ', '', '\n * b'],
    ['a bracket that is closed', '(', ')', '();'],
    ['a bracket that is closed, with more inside', '(', ')', '(b, c);'],
    ['a line break between braces', '\n    ', '\n', '\n    \nb;'],
  ])('is not %s that a key types', async (_name, key, closer, text) => {
    const harness = new Harness();
    harness.open('a|').suggest(text).type(key, closer).move(-1);
    expect(await harness.figures()).toEqual({ shown: 1, dismissed: 1 });
  });

  test('is not what undo brings back', async () => {
    const harness = new Harness();
    const document = harness.open('abcdef|').suggest('ghi;').backspace(4).suggest('cdefghi;').undo();
    expect(document.text).toBe('abcdef');
    document.move(-1);
    expect(await harness.figures()).toEqual({ shown: 1, dismissed: 1 });
  });

  test("is not the suggest widget's item", async () => {
    const harness = new Harness();
    const afterDot = harness.open('this.|').suggest('items.length', { selected: 'items' });
    afterDot.edit(5, 0, 'items', 10).move(-1);
    const inWord = harness.open('this.it|').suggest('ems.length').edit(5, 2, 'items', 10);
    inWord.move(-1);
    expect(await harness.figures()).toEqual({ shown: 2, dismissed: 2 });
  });

  test('beyond the item of the suggest widget is one', async () => {
    const harness = new Harness();
    const document = harness.open('this.|').suggest('items.length', { selected: 'items' });
    document.acceptPart('items.length'.slice(0, 8)).move(-1);
    expect(await harness.figures()).toEqual({ shown: 1, partly: 1, acceptedCharacters: 8 });
  });

  test('is one change at the cursor', async () => {
    const harness = new Harness();
    const document = harness.open('one();\na = |').suggest('bb + cc;');
    document.editElsewhere({ offset: 0, length: 0, text: '// ' }, { offset: 11, length: 0, text: 'bb' });
    expect(document.text).toBe('// one();\na = bb');
    document.move(-1);
    expect(await harness.figures()).toEqual({ shown: 1, dismissed: 1 });
  });
});

describe('a suggestion that is typed', () => {
  test('is the same one to its end, however often it is offered', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b + c;').typeAlong('b + c;', 'b + c;');
    expect(harness.figuresNow()).toEqual({ shown: 1 });
    expect(await harness.figures()).toEqual({ shown: 1, typedThrough: 1 });
  });

  test('needs no further offer', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b();');
    document.type('b').type('(', ')').edit(6, 1, ')', 7).type(';');
    expect(document.text).toBe('a = b();');
    expect(await harness.figures()).toEqual({ shown: 1, typedThrough: 1 });
  });

  test('is at its end where closers are there that it repeats', async () => {
    const harness = new Harness();
    const document = harness.open('foo(|)').suggest('a)', { replaceAfter: 1 }).type('a');
    expect(document.text).toBe('foo(a)');
    expect(await harness.figures()).toEqual({ shown: 1, typedThrough: 1 });
  });

  test('is at its end when it is pasted as a whole', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b + c;').type('b + c;');
    expect(await harness.figures()).toEqual({ shown: 1, typedThrough: 1 });
  });

  test('stays the same while some is deleted, down to the word before it, and typed again', async () => {
    const harness = new Harness();
    const document = harness.open('  ab|').suggest('cd;').type('c').suggest('d;').backspace();
    document.backspace().suggest('bcd;').undo().suggest('cd;').backspace(2).type('a').acceptPart('bc');
    document.suggest('d;').acceptAll();
    expect(document.text).toBe('  abcd;');
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 4 });
  });

  test('stays the same where a later offer says more or less', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b').type('b');
    expect(await harness.figures()).toEqual({ shown: 1, typedThrough: 1 });
    document.suggest(' + c').suggest(' + c + d;').suggest(' + c').type(' ').suggest('+ c;').acceptAll();
    expect(await harness.figures()).toEqual({
      shown: 2,
      typedThrough: 1,
      accepted: 1,
      acceptedCharacters: 4,
    });
  });
});

describe('a suggestion is dismissed', () => {
  test('by a key that contradicts it; what is offered when that is taken back is another one', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b;').type('q');
    expect(harness.figuresNow()).toEqual({ shown: 1, dismissed: 1 });
    document.backspace().suggest('b;');
    expect(await harness.figures()).toEqual({ shown: 2, dismissed: 1 });
  });

  test.each<[string, (document: FollowedDocument, acceptance: Acceptance) => void]>([
    ['by a move of the cursor', (document) => document.move(-1)],
    ['by a deletion before it', (document) => document.backspace(5)],
    ['by an edit across its beginning', (document) => document.edit(2, 4, 'y = ', 6)],
    ['by a key after what was typed of it', (document) => document.type('b').type('q')],
    ['by what is typed beyond its text', (document) => document.edit(6, 0, 'b + c + d', 15)],
    [
      'by a selection, or several cursors',
      (document, acceptance) => acceptance.cursorAt(document.uri, undefined),
    ],
    ['by another document', (_document, acceptance) => acceptance.cursorAt('file:///b.ts', 6)],
    ['where no document is active', (_document, acceptance) => acceptance.cursorAt(undefined, undefined)],
    ['with its document', (document, acceptance) => acceptance.closed(document.uri)],
  ])('%s', async (_name, act) => {
    const harness = new Harness();
    act(harness.open('  a = |').suggest('b + c;'), harness.acceptance);
    expect(await harness.figures()).toEqual({ shown: 1, dismissed: 1 });
  });

  test('by another one in its place', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b;').suggest('c;').type('c').suggest('d;');
    expect(await harness.figures()).toEqual({ shown: 3, dismissed: 2 });
  });

  test('but not by the cursor staying, nor by edits elsewhere', async () => {
    const harness = new Harness();
    const document = harness.open('one();\na = |\ntwo();').suggest('b + c;').move(0);
    document.editElsewhere({ offset: 12, length: 3, text: 'three' }, { offset: 0, length: 0, text: '// \n' });
    document.editElsewhere({ offset: 0, length: 4, text: '' });
    harness.acceptance.changed('file:///other.ts', [{ rangeOffset: 0, rangeLength: 99, text: '' }], false);
    harness.acceptance.closed('file:///other.ts');
    expect(harness.figuresNow()).toEqual({ shown: 1 });
    document.type('b').acceptAll();
    expect(document.text).toBe('one();\na = b + c;\nthree();');
    expect(await harness.figures()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 5 });
  });
});

describe('accepted text after 30 seconds', () => {
  test('is looked at then, and not before', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b + c;').acceptAll();
    await harness.clock.advance(29_999);
    expect(harness.figuresNow()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 6 });
    await harness.clock.advance(1);
    expect(harness.figuresNow()).toMatchObject({ agedCharacters: 6, survivingCharacters: 6 });
    expect(harness.clock.pending).toBe(0);
  });

  test.each<[string, number, (document: FollowedDocument, acceptance: Acceptance) => void]>([
    ['all of it where edits are before and behind', 6, (d) => d.type('\nx').edit(0, 1, 'long', 4)],
    ['what is left of it', 4, (d) => d.backspace(2)],
    ['the rest where one place is replaced', 5, (d) => d.edit(4, 1, 'xy', 8)],
    ['all but what was deleted and typed again', 5, (d) => d.backspace().type(';')],
    ['nothing when it was undone', 0, (d) => d.undo()],
    ['nothing when the document is closed', 0, (d, acceptance) => acceptance.closed(d.uri)],
    ['nothing when all was replaced', 0, (d) => d.edit(0, d.text.length, 'x()', 3)],
    ['all of it when all was replaced by a like text', 6, (d) => d.edit(0, 10, 'aa = b + c;', 11)],
  ])('%s is still there', async (_name, surviving, act) => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b + c;').acceptAll();
    act(document, harness.acceptance);
    await harness.clock.advance(30_000);
    const { agedCharacters, survivingCharacters } = harness.metrics.snapshot().suggestions;
    expect([agedCharacters, survivingCharacters]).toEqual([6, surviving]);
  });

  test('outlives the undoing of what was accepted after it', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b + c;').acceptAll().suggest(' // sum').acceptAll().undo();
    await harness.clock.advance(30_000);
    expect(harness.figuresNow()).toMatchObject({ agedCharacters: 13, survivingCharacters: 6 });
  });

  test('parts have times of their own', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('bb + cc;').acceptPart('bb +');
    await harness.clock.advance(20_000);
    document.acceptAll().backspace(4);
    await harness.clock.advance(10_000);
    expect(harness.figuresNow()).toMatchObject({
      acceptedCharacters: 8,
      agedCharacters: 4,
      survivingCharacters: 4,
    });
    await harness.clock.advance(20_000);
    expect(harness.figuresNow()).toMatchObject({ agedCharacters: 8, survivingCharacters: 4 });
  });

  test('counts from the edit on, though the command comes later', async () => {
    const harness = new Harness();
    const document = harness.open('a = |').suggest('b + c;').acceptWithoutCommand();
    document.backspace(2);
    harness.acceptance.accepted(document.item?.id);
    await harness.clock.advance(30_000);
    expect(harness.figuresNow()).toMatchObject({ agedCharacters: 6, survivingCharacters: 4 });
  });

  test('of what was typed nothing is asked', async () => {
    const harness = new Harness();
    harness.open('a = |').suggest('b;').type('b;');
    await harness.clock.advance(60_000);
    expect(harness.figuresNow()).toEqual({ shown: 1, typedThrough: 1 });
  });
});

test('line breaks of two units are one character, and text is known by them', async () => {
  const harness = new Harness();
  const windows = harness.open('if (a) {|\n}', 'file:///windows.ts', '\r\n');
  windows
    .suggest('\n  b();\n  c();')
    .type('\n  ')
    .suggest('b();\n  c();')
    .acceptPart('b();\n')
    .suggest('  c();');
  windows.acceptAll();
  expect(windows.text).toBe('if (a) {\r\n  b();\r\n  c();\r\n}');
  windows.backspace(4);
  await harness.clock.advance(30_000);
  expect(harness.figuresNow()).toEqual({
    shown: 1,
    accepted: 1,
    acceptedCharacters: 11,
    agedCharacters: 11,
    survivingCharacters: 7,
  });
});

test('two documents do not meddle with each other', async () => {
  const harness = new Harness();
  const left = harness.open('a = |', 'file:///left.ts').suggest('b + c;').acceptAll();
  const right = harness.open('a = |', 'file:///right.ts').suggest('b + c;');
  right.edit(0, 4, '', 0);
  left.suggest('\nd();');
  right.suggest('b + c;').acceptAll();
  right.backspace(6);
  expect(harness.figuresNow()).toEqual({ shown: 4, accepted: 2, dismissed: 2, acceptedCharacters: 12 });
  harness.acceptance.closed(right.uri);
  await harness.clock.advance(30_000);
  expect(harness.figuresNow()).toMatchObject({ agedCharacters: 12, survivingCharacters: 6 });
});

test('after a reset nothing ends that was begun before, and no timer runs', async () => {
  const harness = new Harness();
  const document = harness.open('a = |').suggest('b;').acceptAll().suggest('\nc;').acceptWithoutCommand();
  const { item } = document;
  document.suggest('\nd;');
  harness.metrics.reset();
  harness.acceptance.reset();
  expect(harness.clock.pending).toBe(0);
  harness.acceptance.accepted(item?.id);
  document.acceptAll();
  await harness.clock.advance(60_000);
  expect(harness.figuresNow()).toEqual({});
  document.suggest('\ne;').acceptAll();
  expect(harness.figuresNow()).toEqual({ shown: 1, accepted: 1, acceptedCharacters: 3 });
  harness.acceptance.dispose();
  expect(harness.clock.pending).toBe(0);
});

test('every suggestion ends once, whatever is done', async () => {
  const random = seededRandom(1);
  const below = (limit: number): number => Math.floor(random() * limit);
  const one = <T>(choices: readonly [T, ...T[]]): T => choices[below(choices.length)] ?? choices[0];
  const harness = new Harness();
  const first = harness.open('a(|)\nb\n', 'file:///first.ts');
  const second = harness.open('a(|)\nb\n', 'file:///second.ts', '\r\n');
  const leftOf = ({ item, cursor }: FollowedDocument): string => item?.text.slice(cursor - item.start) ?? '';
  const suggest = (document: FollowedDocument): unknown =>
    document.suggest(one(['b);', 'bb + c', '()', '\n  b\n  c', 'b']), { replaceAfter: below(2) });
  type Act = (document: FollowedDocument) => unknown;
  const acts: readonly [Act, ...Act[]] = [
    suggest,
    suggest,
    suggest,
    (document) => document.type(leftOf(document).slice(0, 1)),
    (document) => document.type(leftOf(document).slice(0, 1)),
    (document) => document.acceptPart(leftOf(document).slice(0, 1 + below(4))),
    (document) => document.item && document.acceptAll(),
    (document) => document.type(one(['b', '(', ' ', '\n  ', 'bb']), one(['', ')'])),
    (document) => document.cursor > 2 && document.backspace(1 + below(2)),
    (document) => document.cursor > 2 && document.move(one([-1, 0, 0, 0])),
    (document) => document.editElsewhere({ offset: 0, length: below(2), text: 'zz'.slice(below(3)) }),
    () => harness.acceptance.cursorAt(undefined, undefined),
    (document) => harness.acceptance.accepted(document.item?.id),
  ];
  for (let step = 0; step < 3_000; step++) {
    one(acts)(random() < 0.95 ? first : second);
    if (random() < 0.1) await harness.clock.advance(below(20_000));
  }
  harness.acceptance.cursorAt(undefined, undefined);
  await harness.clock.advance(30_000);
  const figures = harness.metrics.snapshot().suggestions;
  const { shown, accepted, partly, typedThrough, dismissed } = figures;
  expect(accepted + partly + typedThrough + dismissed).toBe(shown);
  expect(Math.min(accepted, partly, typedThrough, dismissed)).toBeGreaterThan(10);
  expect(figures.agedCharacters).toBe(figures.acceptedCharacters);
  expect(figures.survivingCharacters).toBeLessThan(figures.agedCharacters);
  expect(harness.clock.pending).toBe(0);
});
