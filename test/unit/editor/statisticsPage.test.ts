import { describe, expect, test } from 'vitest';
import { isViewMessage } from '../../../src/editor/statistics/messages';
import { statisticsHtml } from '../../../src/editor/statistics/statisticsHtml';

describe('the statistics page', () => {
  const html = statisticsHtml({
    cspSource: 'https://csp.example',
    nonce: 'abc',
    scriptUri: 'https://csp.example/main.js',
    styleUris: ['https://csp.example/main.css'],
  });

  test('allows one script by nonce, the styles of the extension, and nothing else', () => {
    expect(html).toContain(
      `content="default-src 'none'; style-src https://csp.example; script-src 'nonce-abc';"`,
    );
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="abc" src=');
    expect(html).not.toMatch(/\son\w+=|\sstyle=|<style/);
  });

  test('takes only its own messages', () => {
    expect(isViewMessage({ type: 'clearCaches' })).toBe(true);
    expect(isViewMessage({ type: 'open', id: 3 })).toBe(true);
    for (const value of [
      undefined,
      null,
      'ready',
      {},
      { type: 'evil' },
      { type: 1 },
      { type: 'open' },
      { type: 'open', id: '3' },
      { type: 'open', uri: 'file:///a' },
    ]) {
      expect(isViewMessage(value)).toBe(false);
    }
  });
});
