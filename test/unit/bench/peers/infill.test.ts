import { describe, expect, it } from 'vitest';
import { readInfillAnswer } from '../../../../bench/peers/infill/infillAnswer';
import { infillBody, infillText } from '../../../../bench/peers/infill/infillRequest';
import { ResponseCache } from '../../../../bench/peers/infill/responseCache';
import { RingContext } from '../../../../bench/peers/infill/ringContext';
import { shownText } from '../../../../bench/peers/infill/shownText';
import { StringDocument } from '../../../../src/completion/document';

const lines = Array.from({ length: 400 }, (_, line) => `line ${line}`);

function documentOf(text: string, path = 'a.ts'): StringDocument {
  return new StringDocument(`bench:/${path}`, path, 'typescript', 1, text);
}

const document = documentOf(lines.join('\n'));

describe('the text that is sent', () => {
  it('is so many lines above and below, and the line up to the cursor apart', () => {
    const text = infillText(document, { line: 300, character: 4 }, { before: 256, after: 64 });
    expect(text.prefix.split('\n')).toEqual([...lines.slice(44, 300), '']);
    expect(text.prompt).toBe('line');
    expect(text.suffix.split('\n')).toEqual([' 300', ...lines.slice(301, 365), '']);
  });

  it('ends where the document does', () => {
    const text = infillText(documentOf('one\ntwo'), { line: 1, character: 3 }, { before: 256, after: 64 });
    expect(text).toEqual({ prefix: 'one\n', prompt: 'two', suffix: '\n' });
  });

  it('has the indentation of the line beside it, and asks for several completions only where there are to be some', () => {
    const text = { prefix: '', prompt: '    a', suffix: '\n' };
    expect(infillBody(text, [], { tokens: 16, completions: 1 })).toMatchObject({
      n_indent: 4,
      n_predict: 16,
    });
    expect(infillBody(text, [], { tokens: 16, completions: 1 })).not.toHaveProperty('n_cmpl');
    expect(infillBody(text, [], { tokens: 16, completions: 3 })).toHaveProperty('n_cmpl', 3);
  });
});

describe('the answer', () => {
  const one = (content: string, prompt_n: number, prompt_ms: number) => ({
    content,
    timings: { prompt_n, cache_n: 100, prompt_ms, predicted_n: 5 },
  });

  it('is read with its cost', () => {
    expect(readInfillAnswer(one('x', 510, 99))).toEqual({
      texts: ['x'],
      cost: { evaluated: 510, reused: 100, generated: 5, firstTokenMs: 99 },
    });
  });

  it('is of several completions one prompt, what all generated, and the first token that came', () => {
    expect(readInfillAnswer([one('x', 510, 99), one('y', 510, 120)])).toEqual({
      texts: ['x', 'y'],
      cost: { evaluated: 510, reused: 100, generated: 10, firstTokenMs: 99 },
    });
  });

  it('is refused without timings', () => {
    expect(() => readInfillAnswer({ content: 'x' })).toThrow('llama-server answers without text or timings');
  });
});

describe('what is shown', () => {
  const at = (suffix: string) => ({ prefix: '', prompt: '', suffix });

  it.each([
    ['blank', '  \n', at('\nnext\n'), ''],
    ['a text with white space at its end', 'a;  ', at('\nnext\n'), 'a;'],
    ['the line below', '  next', at('\nnext\n'), ''],
    ['the rest of the line', ')', at(')\nnext\n'), ''],
    ['a text that ends as the line does', 'a)', at(')\nnext\n'), 'a'],
    ['a text in a line', 'a', at(')\nnext\n'), 'a'],
  ])('%s', (_, completion, text, shown) => {
    expect(shownText(completion, text)).toBe(shown);
  });
});

describe('the cache of responses', () => {
  const text = { prefix: 'p', prompt: 'const a', suffix: 's' };

  it('answers what it was asked, and while the line goes on as the answer does', () => {
    const cache = new ResponseCache();
    cache.put(text, ' = 12;');
    expect(cache.find(text)).toBe(' = 12;');
    expect(cache.find({ ...text, prompt: 'const a = 1' })).toBe('2;');
    expect(cache.has({ ...text, prompt: 'const a = 1' })).toBe(false);
  });

  it('answers nothing where the line goes another way, is all typed, or the text around is another', () => {
    const cache = new ResponseCache();
    cache.put(text, ' = 12;');
    expect(cache.find({ ...text, prompt: 'const a = 2' })).toBeUndefined();
    expect(cache.find({ ...text, prompt: 'const a = 12;' })).toBeUndefined();
    expect(cache.find({ ...text, suffix: 't' })).toBeUndefined();
  });
});

describe('the ring of other places', () => {
  const place = (line: number) => ({ document, position: { line, character: 0 } });

  it('takes the place left and the one come to, one a second after three seconds of rest', () => {
    const ring = new RingContext();
    ring.moved(place(10), place(200));
    expect(ring.growIn(3_900)).toBe(0);
    expect(ring.growIn(4_000)).toBe(1);
    expect(ring.growIn(60_000)).toBe(1);
    expect(ring.chunks.map((chunk) => chunk.text.split('\n')[0])).toEqual(['line 0', 'line 168']);
    expect(ring.chunks[1]?.text.split('\n')).toHaveLength(65);
  });

  it('takes nothing from a move near by', () => {
    const ring = new RingContext();
    ring.moved(place(10), place(42));
    expect(ring.growIn(60_000)).toBe(0);
  });

  it('keeps one of two places that are nearly the same, the later one', () => {
    const ring = new RingContext();
    ring.moved(place(100), place(300));
    ring.growIn(60_000);
    ring.moved(place(101), place(350));
    ring.growIn(60_000);
    expect(ring.chunks.map((chunk) => chunk.text.split('\n')[0])).toEqual([
      'line 268',
      'line 69',
      'line 318',
    ]);
  });
});
