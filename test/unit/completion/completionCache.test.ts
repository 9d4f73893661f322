import { describe, expect, test } from 'vitest';
import {
  CompletionCache,
  entryOverheadBytes,
  negativeTtlMs,
  type CacheMatch,
} from '../../../src/completion/completionCache';
import { maxTypedLength, type Place, readPlace, spanLength, spanOf } from '../../../src/completion/place';
import { EditableDocument } from '../../support/editableDocument';
import { FakeClock } from '../../support/fakeClock';
import { seededRandom } from '../../support/random';

function newCache(options: { maxEntries?: number; maxBytes?: number } = {}) {
  const clock = new FakeClock();
  return { clock, cache: new CompletionCache({ clock, ...options }) };
}

function placeOf(document: EditableDocument, generation = 'g'): Place {
  return readPlace(document, document.cursor, generation);
}

function place(before: string, more: Partial<Place> = {}): Place {
  return { document: 'file:///a.ts', generation: 'g', fingerprint: '\nnext', before, ...more };
}

function textOf(match: CacheMatch | undefined): string | undefined {
  return match?.text;
}

describe('finding', () => {
  test('exact, typed through, back again, and used up', () => {
    const { cache } = newCache();
    const document = new EditableDocument('let a = |\nlet b;');
    cache.put(placeOf(document), { text: 'value;', stop: 'line' });
    expect(cache.find(placeOf(document))).toEqual({ text: 'value;', typed: '', stop: 'line' });
    document.type('val');
    expect(cache.find(placeOf(document))).toEqual({ text: 'ue;', typed: 'val', stop: 'line' });
    document.type('ue;');
    expect(cache.find(placeOf(document))).toBeUndefined();
    document.backspace(4);
    expect(textOf(cache.find(placeOf(document)))).toBe('lue;');
    document.backspace(2);
    expect(textOf(cache.find(placeOf(document)))).toBe('value;');
    document.type('x');
    expect(cache.find(placeOf(document))).toBeUndefined();
  });

  test('backspace finds the answer of the earlier place, undo that of the later one', () => {
    const { cache } = newCache();
    const document = new EditableDocument('a|');
    cache.put(placeOf(document), { text: ' + early', stop: 'line' });
    document.type('.b');
    cache.put(placeOf(document), { text: ' + late', stop: 'line' });
    document.backspace(2);
    expect(textOf(cache.find(placeOf(document)))).toBe(' + early');
    document.type('.b');
    expect(textOf(cache.find(placeOf(document)))).toBe(' + late');
  });

  test('the answer with the least typed since wins', () => {
    const { cache } = newCache();
    cache.put(place('x = '), { text: 'foo(1)', stop: 'line' });
    cache.put(place('x = fo'), { text: 'o(2)', stop: 'line' });
    expect(textOf(cache.find(place('x = f')))).toBe('oo(1)');
    expect(textOf(cache.find(place('x = foo')))).toBe('(2)');
  });

  test('an answer of which only white space is left does not answer', () => {
    const { cache } = newCache();
    cache.put(place('x'), { text: ' = 1;\n  ', stop: 'tokens' });
    expect(cache.find(place('x = 1;'))).toBeUndefined();
    expect(textOf(cache.find(place('x = 1')))).toBe(';\n  ');
  });

  test('the same text above with another suffix is another place', () => {
    const { cache } = newCache();
    const first = new EditableDocument('f(|\nalpha();');
    const second = new EditableDocument('f(|\nbeta();');
    cache.put(placeOf(first), { text: '1)', stop: 'line' });
    expect(cache.find(placeOf(second))).toBeUndefined();
    cache.put(placeOf(second), { text: '2)', stop: 'line' });
    expect(textOf(cache.find(placeOf(first)))).toBe('1)');
    expect(textOf(cache.find(placeOf(second)))).toBe('2)');
    expect(cache.utilisation().entries).toBe(2);
  });

  test('an equal hash is not enough', () => {
    // A Thue-Morse word and its complement have the same polynomial hash modulo 2³², whatever the odd base.
    const word = (zero: string, one: string): string =>
      Array.from({ length: 128 }, (_, i) => (i.toString(2).replaceAll('0', '').length % 2 ? one : zero)).join(
        '',
      );
    const { cache } = newCache();
    cache.put(place(word('a', 'b')), { text: 'first', stop: 'line' });
    expect(cache.find(place(word('b', 'a')))).toBeUndefined();
    cache.put(place(word('b', 'a')), { text: 'second', stop: 'line' });
    expect(textOf(cache.find(place(word('a', 'b'))))).toBe('first');
    expect(textOf(cache.find(place(word('b', 'a'))))).toBe('second');
    expect(cache.indexedEntries).toBe(2);
  });

  test('another document, another generation, another text above', () => {
    const { cache } = newCache();
    cache.put(place('x = '), { text: '1', stop: 'line' });
    expect(cache.find(place('x = ', { document: 'file:///b.ts' }))).toBeUndefined();
    expect(cache.find(place('x = ', { generation: 'h' }))).toBeUndefined();
    expect(cache.find(place('y = '))).toBeUndefined();
    expect(cache.find(place('\nx = '))).toBeUndefined();
  });

  test('an auto-closed bracket, Enter between braces and a far edit are no miss', () => {
    const { cache } = newCache();
    const far = '\nfar();'.repeat(60);
    const document = new EditableDocument(`if (a) |\nnext();\nafter();${far}`);
    cache.put(placeOf(document), { text: '{\n  run(b);\n}', stop: 'block' });
    document.type('{', '}');
    expect(textOf(cache.find(placeOf(document)))).toBe('\n  run(b);\n}');
    document.type('\n  ', '\n');
    expect(document.marked.startsWith('if (a) {\n  |\n}\nnext();')).toBe(true);
    expect(textOf(cache.find(placeOf(document)))).toBe('run(b);\n}');
    document.type('run(', ')');
    expect(textOf(cache.find(placeOf(document)))).toBe('b);\n}');
    document.move(400).type('X').move(-401);
    expect(textOf(cache.find(placeOf(document)))).toBe('b);\n}');
  });

  test('an edit more than a span above is no miss, one within it is', () => {
    const { cache } = newCache();
    const above = 'line();\n'.repeat(100);
    cache.put(placeOf(new EditableDocument(`${above}let a = |`)), { text: '1;', stop: 'line' });
    expect(textOf(cache.find(placeOf(new EditableDocument(`new();\n${above}let a = |`))))).toBe('1;');
    expect(cache.find(placeOf(new EditableDocument(`${above}new();\nlet a = |`)))).toBeUndefined();
  });

  test('CRLF and LF are the same text, typed through across lines', () => {
    const { cache } = newCache();
    cache.put(placeOf(new EditableDocument('a();\r\nif (b) |\r\nz();')), {
      text: '{\n  c();',
      stop: 'block',
    });
    expect(textOf(cache.find(placeOf(new EditableDocument('a();\nif (b) |\nz();'))))).toBe('{\n  c();');
    expect(textOf(cache.find(placeOf(new EditableDocument('a();\r\nif (b) {\r\n  |\r\nz();'))))).toBe('c();');
  });

  test('as far as 512 units typed through, and no further', () => {
    const { cache } = newCache();
    const answer = Array.from({ length: 700 }, (_, i) => String.fromCharCode(97 + ((i * i + i) % 26))).join(
      '',
    );
    const above = 'above '.repeat(60);
    cache.put(placeOf(new EditableDocument(above)), { text: answer, stop: 'tokens' });
    const typed = (units: number) => placeOf(new EditableDocument(above + answer.slice(0, units)));
    expect(textOf(cache.find(typed(maxTypedLength)))).toBe(answer.slice(maxTypedLength));
    expect(cache.find(typed(maxTypedLength + 1))).toBeUndefined();
  });

  test('"nothing here" answers at its own place for 30 s, and the index forgets it with the cache', async () => {
    const { cache, clock } = newCache();
    cache.put(place('x'), { text: ' \n', stop: 'line' });
    expect(cache.find(place('x'))).toEqual({ text: '', typed: '', stop: 'line' });
    await clock.advance(negativeTtlMs + 1);
    expect(cache.find(place('x'))).toBeUndefined();
    expect(cache.indexedEntries).toBe(0);
    cache.put(place('y'), { text: 'text', stop: 'line' });
    await clock.advance(1e9);
    expect(textOf(cache.find(place('y')))).toBe('text');
  });
});

describe('keeping', () => {
  test('a new answer for the same place replaces the old one', () => {
    const { cache } = newCache();
    cache.put(place('x'), { text: 'one', stop: 'line' });
    cache.put(place('x'), { text: 'two', stop: 'line' });
    expect(textOf(cache.find(place('x')))).toBe('two');
    expect(cache.utilisation().entries).toBe(1);
    expect(cache.indexedEntries).toBe(1);
  });

  test('the least recently used goes first; a hit makes it recent', () => {
    const { cache } = newCache({ maxEntries: 2 });
    cache.put(place('a'), { text: 'one', stop: 'line' });
    cache.put(place('b'), { text: 'two', stop: 'line' });
    cache.find(place('ao'));
    cache.put(place('c'), { text: 'three', stop: 'line' });
    expect(textOf(cache.find(place('a')))).toBe('one');
    expect(cache.find(place('b'))).toBeUndefined();
    expect(cache.indexedEntries).toBe(2);
  });

  test('bytes are counted and kept within the budget; an answer larger than all of it is not kept', () => {
    const { cache } = newCache({ maxBytes: 3_000 });
    cache.put(place('ab', { fingerprint: '123' }), { text: 'four', stop: 'line' });
    expect(cache.utilisation().bytes).toBe(entryOverheadBytes + 2 * (2 + 3 + 4));
    for (let i = 0; i < 40; i++) {
      cache.put(place(`p${i}`), { text: 'x'.repeat(100), stop: 'line' });
      expect(cache.utilisation().bytes).toBeLessThanOrEqual(3_000);
      expect(cache.indexedEntries).toBe(cache.utilisation().entries);
    }
    const { entries } = cache.utilisation();
    cache.put(place('huge'), { text: 'x'.repeat(2_000), stop: 'line' });
    expect(cache.find(place('huge'))).toBeUndefined();
    expect(cache.utilisation().entries).toBe(entries);
    expect(cache.indexedEntries).toBe(entries);
  });

  test('a rename moves entries onto the new name, in place of those it had', () => {
    const { cache } = newCache();
    const b = { document: 'file:///b.ts' };
    cache.put(place('x'), { text: 'from a', stop: 'line' });
    cache.put(place('y', b), { text: 'from b', stop: 'line' });
    cache.renameDocument('file:///a.ts', b.document);
    expect(textOf(cache.find(place('x', b)))).toBe('from a');
    expect(cache.find(place('y', b))).toBeUndefined();
    expect(cache.find(place('x'))).toBeUndefined();
    expect(cache.utilisation().entries).toBe(1);
    cache.put(place('x'), { text: 'anew', stop: 'line' });
    cache.forgetDocument(b.document);
    expect(cache.find(place('x', b))).toBeUndefined();
    expect(textOf(cache.find(place('x')))).toBe('anew');
    expect(cache.indexedEntries).toBe(1);
  });

  test('clearing leaves nothing', () => {
    const { cache } = newCache();
    cache.put(place('x'), { text: 'one', stop: 'line' });
    cache.clear();
    expect(cache.utilisation()).toMatchObject({ entries: 0, bytes: 0 });
    expect(cache.indexedEntries).toBe(0);
  });

  test('5,000 entries: each is found, and none costs more than a bounded time', () => {
    const { cache } = newCache({ maxEntries: 5_000 });
    const text = (i: number): string => `const value${i} = compute(${i * 7919});\n`.repeat(8);
    for (let i = 0; i < 5_000; i++) cache.put(place(text(i)), { text: `answer ${i}`, stop: 'line' });
    expect(cache.indexedEntries).toBe(5_000);
    for (let i = 0; i < 5_000; i += 97) {
      expect(textOf(cache.find(place(text(i))))).toBe(`answer ${i}`);
      expect(textOf(cache.find(place(`${text(i)}answer`)))).toBe(` ${i}`);
    }
    expect(cache.find(place('not there'))).toBeUndefined();
  });
});

/** The rule in words, over every entry, with no hash and no index. */
class BruteForce {
  readonly entries: { place: Place; text: string }[] = [];

  constructor(readonly maxEntries: number) {}

  put(at: Place, text: string): void {
    const same = this.entries.findIndex(
      (entry) => this.#typed(entry, at) === '' && sameSpan(entry.place, at),
    );
    if (same >= 0) this.entries.splice(same, 1);
    this.entries.push({ place: at, text });
    if (this.entries.length > this.maxEntries) this.entries.shift();
  }

  find(at: Place): string | undefined {
    let best: { entry: { place: Place; text: string }; typed: string } | undefined;
    for (const entry of this.entries) {
      const typed = this.#typed(entry, at);
      if (typed === undefined) continue;
      if (entry.text.slice(typed.length).trim() === '' && !(entry.text === '' && typed === '')) continue;
      if (best === undefined || typed.length < best.typed.length) best = { entry, typed };
    }
    if (best === undefined) return undefined;
    this.entries.splice(this.entries.indexOf(best.entry), 1);
    this.entries.push(best.entry);
    return best.entry.text.slice(best.typed.length);
  }

  #typed(entry: { place: Place; text: string }, at: Place): string | undefined {
    const { place: own, text } = entry;
    if (
      own.document !== at.document ||
      own.generation !== at.generation ||
      own.fingerprint !== at.fingerprint
    ) {
      return undefined;
    }
    for (let typed = 0; typed <= Math.min(text.length, maxTypedLength, at.before.length); typed++) {
      const earlier = at.before.slice(0, at.before.length - typed);
      if (spanOf(earlier) === spanOf(own.before) && text.startsWith(at.before.slice(earlier.length))) {
        return at.before.slice(earlier.length);
      }
    }
    return undefined;
  }
}

function sameSpan(a: Place, b: Place): boolean {
  return spanOf(a.before) === spanOf(b.before);
}

test.each([1, 2, 3, 4, 5, 6])(
  'finds what a scan over all entries finds, under eviction (seed %i)',
  (seed) => {
    const random = seededRandom(seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    // Two letters only, so that places repeat, answers overlap and spans are equal at several distances.
    const word = (most: number): string =>
      Array.from({ length: Math.floor(random() * most) }, () => pick(['a', 'b'])).join('');
    const long = 'ab'.repeat(spanLength);
    const { cache } = newCache({ maxEntries: 25 });
    const brute = new BruteForce(25);
    const seen = { hit: 0, miss: 0 };
    for (let step = 0; step < 3_000; step++) {
      const at = place((random() < 0.3 ? long : '') + word(6), {
        document: pick(['file:///a.ts', 'file:///b.ts']),
        generation: pick(['g', 'h']),
        fingerprint: pick(['one', 'two']),
      });
      if (random() < 0.5) {
        const answer = word(5);
        cache.put(at, { text: answer, stop: 'line' });
        brute.put(at, answer);
      } else {
        const found = textOf(cache.find(at));
        seen[found === undefined ? 'miss' : 'hit']++;
        expect(found).toBe(brute.find(at));
      }
      expect(cache.indexedEntries).toBe(brute.entries.length);
      expect(cache.utilisation().entries).toBe(brute.entries.length);
    }
    expect(Math.min(seen.hit, seen.miss)).toBeGreaterThan(200);
  },
);
