import { describe, expect, it } from 'vitest';
import type { AnswersHeader } from '../../../../bench/shown/answersFile';
import { formatReport } from '../../../../bench/shown/report';
import { rules, shippedRule } from '../../../../bench/shown/rules';
import { judgedAnswer, logsOf } from './support/judgedAnswer';

const header: AnswersHeader = {
  study: 'shown',
  version: 1,
  model: { file: 'm.gguf', sha256: '0123456789abcdef' },
  seed: 7,
  corpus: { files: 4, sha256: 'fedcba9876543210' },
};

const answers = [
  judgedAnswer({ group: 'a', kind: 'line start', isRight: true, logs: logsOf(0.92) }),
  judgedAnswer({ group: 'b', kind: 'line start', isRight: true, logs: logsOf(0.52) }),
  judgedAnswer({ group: 'c', logs: logsOf(0.62) }),
  judgedAnswer({ group: 'd', logs: logsOf(0.12) }),
  judgedAnswer({ group: 'd', hiddenBy: 'repeats-suffix', isRawRight: true, logs: logsOf(0.97) }),
];

describe('formatReport', () => {
  const report = formatReport(header, answers, 0.2);
  const rowOf = (start: string): string[] =>
    report
      .split('\n')
      .find((line) => line.startsWith(`| ${start} |`))
      ?.split('|')
      .map((cell) => cell.trim())
      .slice(1, -1) ?? [];

  it('says what was asked, and where', () => {
    expect(report).toContain('What is worth showing, m.gguf (SHA-256 0123456789abcdef…)');
    expect(report).toContain('5 positions (seed 7) in 4 files');
  });

  it('says what filters do before the gate', () => {
    expect(report).toContain('The engine is right at 3 positions (60.0 %).');
    expect(report).toContain('Never shown: repeats-suffix 1. Of the right answers, 1 are lost that way');
  });

  it('has a row a threshold, with the product’s marked', () => {
    expect(rowOf('0.00').slice(0, 4)).toEqual(['0.00', '80.0', '2', '2']);
    // Shown %, right, wrong, keys saved, kept %, right of all %, wrong characters, keys lost a wrong one less.
    const [, shown, right, wrong, , , ...more] = rowOf('**0.20**');
    expect([shown, right, wrong]).toEqual(['60.0', '2', '1']);
    expect(more).toEqual(['20', '100.0', '40.0', '10', '0.00']);
    expect(rowOf('0.90').slice(-5)).toEqual(['10', '50.0', '20.0', '0', '5.00']);
  });

  it('states precision and recall with their intervals', () => {
    // 1.959964 · √(3 / 2 · (4/9 + 1/9 + 1/9)) / 3 for two right of three shown; recall is of the three raw ones.
    expect(rowOf('**0.20**').slice(4, 6)).toEqual(['66.7 ± 65.3', '66.7 ± 65.3']);
  });

  it('says how often an answer is right in each band of confidence', () => {
    expect(rowOf('0.1 … 0.2')).toEqual(['0.1 … 0.2', '1', '0.0']);
    expect(rowOf('0.5 … 0.6')).toEqual(['0.5 … 0.6', '1', '100.0']);
    expect(rowOf('0.9 … 1.0')).toEqual(['0.9 … 1.0', '1', '100.0']);
    expect(rowOf('0.2 … 0.3')).toEqual(['0.2 … 0.3', '0', '–']);
  });

  it('compares the rules, each at the threshold that it would choose', () => {
    expect(rules.map(({ name }) => name)).toContain(shippedRule.name);
    for (const { name } of rules) expect(rowOf(name).slice(0, 3)).toEqual([name, '0.750', '0.50']);
  });

  it('chooses on one half and measures on the other', () => {
    // Files a and c, of which only a's answer is right; then b and d.
    expect(rowOf('odd files, measured on even ones').slice(1, 5)).toEqual(['0.90', '0.0', '0', '0']);
    expect(rowOf('even files, measured on odd ones').slice(1, 5)).toEqual(['0.50', '100.0', '1', '1']);
  });

  it('says what the gate does while only the first token is known', () => {
    expect(rowOf('1').slice(0, 4)).toEqual(['1', '60.0', '2', '1']);
  });

  it('has a row for each kind of cursor, also where there is none', () => {
    expect(rowOf('line start').slice(0, 5)).toEqual(['line start', '2', '100.0', '2', '0']);
    expect(rowOf('inside a word').slice(0, 3)).toEqual(['inside a word', '0', '–']);
  });

  it('says that there is nothing yet', () => {
    expect(formatReport(header, [], 0.2)).toContain('No position has an answer yet.');
  });
});
