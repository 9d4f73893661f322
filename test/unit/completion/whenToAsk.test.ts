import { describe, expect, test } from 'vitest';
import {
  type AskingState,
  isLineComplete,
  longestWaitMs,
  shortestColdWaitMs,
  waitBeforeAsking,
} from '../../../src/completion/whenToAsk';

describe('how long to wait for the next key', () => {
  const typing: AskingState = {
    isExplicit: false,
    isWarm: true,
    isBusy: false,
    gapMs: 120,
    firstTokenMs: 40,
  };

  test('not at all where the KV is warm and the engine idle, or where the user asked', () => {
    expect(waitBeforeAsking(typing)).toBe(0);
    expect(waitBeforeAsking({ ...typing, isWarm: false, isExplicit: true })).toBe(0);
    expect(waitBeforeAsking({ ...typing, gapMs: 15, firstTokenMs: 400, isExplicit: true })).toBe(0);
  });

  test('a key and a half where a request is called off, unless the first token comes before the next key', () => {
    expect(waitBeforeAsking({ ...typing, isBusy: true })).toBe(0);
    expect(waitBeforeAsking({ ...typing, isBusy: true, firstTokenMs: 121, gapMs: 80 })).toBe(120);
    expect(waitBeforeAsking({ ...typing, isBusy: true, gapMs: 15 })).toBe(22.5);
    expect(waitBeforeAsking({ ...typing, isBusy: true, gapMs: 500, firstTokenMs: 900 })).toBe(longestWaitMs);
    expect(waitBeforeAsking({ ...typing, isBusy: true, firstTokenMs: undefined })).toBe(0);
  });

  test('a key and a half, within bounds, at a place that is cold', () => {
    const cold = { ...typing, isWarm: false };
    expect(waitBeforeAsking({ ...cold, gapMs: 80 })).toBe(120);
    expect(waitBeforeAsking({ ...cold, gapMs: 5 })).toBe(shortestColdWaitMs);
    expect(waitBeforeAsking({ ...cold, gapMs: 400 })).toBe(longestWaitMs);
  });
});

describe('whether a line is complete', () => {
  test.each([
    '  return total;',
    'const a = call(b, [1, 2]);',
    '});',
    '    }',
    '],',
    '  break',
    '    pass',
    'if (isOpen) {',
    'export function load(path: string): Promise<void> {',
    'for (let i = 0; i < n; i++) work(i);',
  ])('is: %j', (line) => expect(isLineComplete(line, '')).toBe(true));

  test.each([
    '',
    '    ',
    '  return total',
    'for (let i = 0;',
    'for (let i = 0; i < n;',
    'const a = [1, 2,',
    'const text = `${',
    '// one; two;',
    ' * @param path;',
    'items.map((item) =>',
    'def load(path):',
    'breakLine',
  ])('is not: %j', (line) => expect(isLineComplete(line, '')).toBe(false));

  test('never before words; closers to the right are as good as nothing', () => {
    expect(isLineComplete('a();', ' b();')).toBe(false);
    expect(isLineComplete('a();', ' }')).toBe(true);
  });

  test('between braces that the editor closed there may be something to say', () => {
    expect(isLineComplete('const a = {', '}')).toBe(false);
  });
});
