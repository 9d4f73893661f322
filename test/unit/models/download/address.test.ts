import { describe, expect, test } from 'vitest';
import { parseSource, redirectTarget } from '../../../../src/models/download/address';
import { retryAfterMs } from '../../../../src/models/download/response';

describe('where models may come from', () => {
  test.each([
    'https://huggingface.co',
    'https://mirror.example/hf/',
    'http://127.0.0.1:8080',
    'http://localhost/models',
    'http://[::1]:80',
  ])('%s', (text) => {
    expect(parseSource(text)?.href).toMatch(/^https?:/);
  });

  test.each([
    '',
    'huggingface.co',
    'http://huggingface.co',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'ftp://localhost',
    'file:///models',
    'https://user:secret@mirror.example',
    'https://mirror.example/?token=1',
    'https://mirror.example/#x',
  ])('but not %s', (text) => {
    expect(parseSource(text)).toBeUndefined();
  });
});

describe('a redirect', () => {
  test.each([
    ['https://a.example/x', 'https://cdn.example/y', 'https://cdn.example/y'],
    ['https://a.example/x', '/y', 'https://a.example/y'],
    ['http://127.0.0.1:1/x', 'https://cdn.example/y', 'https://cdn.example/y'],
    ['http://127.0.0.1:1/x', 'http://localhost:2/y', 'http://localhost:2/y'],
    ['http://127.0.0.1:1/x', '/y', 'http://127.0.0.1:1/y'],
  ])('from %s to %s is followed', (from, to, expected) => {
    expect(redirectTarget(new URL(from), to)?.href).toBe(expected);
  });

  test.each([
    ['https://a.example/x', 'http://a.example/x'],
    ['https://a.example/x', 'http://127.0.0.1/x'],
    ['http://127.0.0.1:1/x', 'http://a.example/x'],
    ['https://a.example/x', '//a.example:99999/x'],
    ['https://a.example/x', 'data:text/plain,x'],
  ])('from %s to %s is not', (from, to) => {
    expect(redirectTarget(new URL(from), to)).toBeUndefined();
  });
});

test('the time that a server asks to wait is in seconds, or a date', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  expect(retryAfterMs({ 'retry-after': '7' }, now)).toBe(7_000);
  expect(retryAfterMs({ 'retry-after': 'Wed, 25 Nov 2026 12:01:00 GMT' }, now)).toBe(60_000);
  expect(retryAfterMs({ 'retry-after': 'Wed, 25 Nov 2026 11:00:00 GMT' }, now)).toBe(0);
  expect(retryAfterMs({ 'retry-after': 'soon' }, now)).toBeUndefined();
  expect(retryAfterMs({}, now)).toBeUndefined();
});
