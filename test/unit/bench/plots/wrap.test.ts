import { describe, expect, it } from 'vitest';
import { textWidth } from '../../../../bench/plots/textWidth';
import { wrap } from '../../../../bench/plots/wrap';

describe('wrap', () => {
  it('breaks behind spaces and joining signs, and nowhere else', () => {
    const width = textWidth('Instruct-Q4_');
    expect(wrap('Qwen2.5-Coder-0.5B-Instruct-Q4_K_M', width)).toEqual([
      'Qwen2.5-',
      'Coder-0.5B-',
      'Instruct-Q4_',
      'K_M',
    ]);
    expect(wrap('two words here', textWidth('two words'))).toEqual(['two words', 'here']);
    expect(wrap('short', width)).toEqual(['short']);
  });

  it('leaves whole what cannot be broken', () => {
    expect(wrap('a indivisible z', 20)).toEqual(['a', 'indivisible', 'z']);
  });
});
