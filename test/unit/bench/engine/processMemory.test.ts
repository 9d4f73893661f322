import { describe, expect, it } from 'vitest';
import { HearthError } from '../../../../src/base/errors';
import { parseRollup, requireLinux } from '../../../../bench/engine/processMemory';

const rollup = `55d0c0a00000-7ffd3f5f4000 ---p 00000000 00:00 0                          [rollup]
Rss:              188416 kB
Pss:              150000 kB
Pss_Anon:         101000 kB
Shared_Clean:      50000 kB
Anonymous:        102400 kB
LazyFree:              0 kB
AnonHugePages:      2048 kB
Swap:                  0 kB
`;

describe('parseRollup', () => {
  it('tells anonymous pages from those of files', () => {
    expect(parseRollup(rollup)).toEqual({
      resident: 188416 * 1024,
      anonymous: 102400 * 1024,
      mapped: (188416 - 102400) * 1024,
    });
  });

  it('says which line is missing', () => {
    expect(() => parseRollup(rollup.replace('Anonymous:', 'Anon:'))).toThrow('no line "Anonymous: … kB"');
  });
});

describe('requireLinux', () => {
  it('refuses other systems by name, and says what to do', () => {
    expect(() => requireLinux('darwin')).toThrow(HearthError);
    expect(() => requireLinux('darwin')).toThrow(/darwin does not have\. Run this on Linux/);
    expect(() => requireLinux('linux')).not.toThrow();
  });
});
