import { describe, expect, it } from 'vitest';
import { type CursorKind, cursorKinds } from '../../../../bench/quality/cursorKinds';
import type { Score } from '../../../../bench/quality/matching';
import { completeRecords, formatReport } from '../../../../bench/quality/report';
import type { PositionRecord, StudyHeader } from '../../../../bench/quality/resultsFile';

const header: StudyHeader = {
  study: 'quality',
  version: 1,
  model: { file: 'm.gguf', sha256: '0123456789abcdef' },
  window: { linesAbove: 36, charactersAbove: 1_400, linesBelow: 10, charactersBelow: 400 },
  seed: 7,
  corpus: { files: 4, sha256: 'fedcba9876543210', versions: {} },
};

function record(line: number, kind: CursorKind, scores: Readonly<Record<string, Score>>): PositionRecord {
  const answers = Object.entries(scores).map(([name, score]) => [name, { score, promptTokens: 100 }]);
  return {
    id: `sample/f${line}.js:1:1`,
    package: 'sample',
    file: `f${line}.js`,
    line: 1,
    character: 1,
    kind,
    answers: Object.fromEntries(answers) as PositionRecord['answers'],
  };
}

const [start, punctuation, word, other] = cursorKinds;
const records = [
  record(1, start, { good: 2, peers: 1 }),
  record(2, punctuation, { good: 1, peers: 0 }),
  record(3, word, { good: 1, peers: 0 }),
  record(4, other, { good: 0, peers: 0 }),
];

describe('formatReport', () => {
  const report = formatReport(header, records, ['good', 'peers'], 'peers');

  it('says what was read, and where', () => {
    expect(report).toContain('Exact match by prompt, m.gguf (SHA-256 0123456789abcdef…)');
    expect(report).toContain('4 positions (seed 7) in 4 files of 1 packages');
    expect(report).toContain('36 lines or 1400 characters above the cursor, 10 or 400 below');
  });

  it('has the shares of each variant, in all and by kind', () => {
    // 1.959964 · √(0.75 / 4 · 4 / 3) / √4 for the line: the variance of three in four.
    expect(report).toContain('| good | 4 | 75.0 ± 49.0 | 25.0 ± 49.0 | 100.0 | 100.0 | 100.0 | 0.0 | 100 |');
    expect(report).toContain('| peers | 4 | 25.0 ± 49.0 | 0.0 ± 0.0 | 100.0 | 0.0 | 0.0 | 0.0 | 100 |');
  });

  it('has the paired differences against the reference and against the best', () => {
    // Differences of 0, 1, 1, 0: 1.959964 · √(1 / 4 · 4 / 3) / √4.
    expect(report).toContain('Against "peers", in points:');
    expect(report).toContain('| good | +50.0 ± 56.6 | +25.0 ± 49.0 | 2 : 0 |');
    expect(report).toContain('Against "good", in points:');
    expect(report).toContain('| peers | -50.0 ± 56.6 | -25.0 ± 49.0 | 0 : 2 |');
  });

  it('compares with the reference once where that is the best', () => {
    expect(formatReport(header, records, ['good', 'peers'], 'good').match(/Against/g)).toHaveLength(1);
  });

  it('counts only positions at which all variants were asked', () => {
    const half = record(5, start, { good: 0 });
    expect(completeRecords([...records, half], ['good', 'peers'])).toEqual(records);
    expect(formatReport(header, [...records, half], ['good', 'peers'], 'peers')).toBe(report);
    expect(formatReport(header, [half], ['good', 'peers'], 'peers')).toContain(
      'No position has all answers yet.',
    );
  });
});
