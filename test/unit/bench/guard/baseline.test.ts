import { describe, expect, it } from 'vitest';
import {
  type Baseline,
  baselineOf,
  differentTraces,
  guarded,
  parseBaseline,
  regressions,
} from '../../../../bench/guard/baseline';
import type { GuardFigures, GuardRun } from '../../../../bench/guard/guardRun';
import { formatGuard, gains } from '../../../../bench/guard/report';
import { verdictOf } from '../../../../bench/guard/verdict';

const usual: GuardFigures = {
  keystrokes: 150,
  foregroundTokens: 0.5,
  allTokens: 5,
  hitRate: 0.7,
  keystrokesSaved: 0.2,
};

function run(total: Partial<GuardFigures> = {}, ofTrace: Partial<GuardFigures> = {}): GuardRun {
  return {
    total: { ...usual, ...total },
    traces: new Map([['pool', { ...usual, ...ofTrace }]]),
    hashes: new Map([['pool', 'abc']]),
  };
}

const baseline: Baseline = baselineOf(run());

describe('regressions', () => {
  it('has none where all is the same, within the tolerance, or better', () => {
    expect(regressions(run(), baseline)).toEqual([]);
    const within = { foregroundTokens: 0.509, allTokens: 5.09, hitRate: 0.6951, keystrokesSaved: 0.1951 };
    expect(regressions(run(within), baseline)).toEqual([]);
    const better = { foregroundTokens: 0.1, allTokens: 1, hitRate: 0.9, keystrokesSaved: 0.4 };
    expect(regressions(run(better, better), baseline)).toEqual([]);
  });

  it.each([
    [{ foregroundTokens: 0.511 }, 'all traces: foreground tokens a keystroke 0.5 → 0.511, worse by 2.2 %'],
    [{ allTokens: 5.11 }, 'all traces: all tokens a keystroke 5 → 5.11, worse by 2.2 %, allowed 2.0 %.'],
    [{ hitRate: 0.694 }, 'all traces: hit rate 0.7 → 0.694, worse by 0.60 points, allowed 0.50 points.'],
    [{ keystrokesSaved: 0.194 }, 'all traces: keystrokes saved 0.2 → 0.194, worse by 0.60 points'],
  ])('has each guarded figure: %j', (total, message) => {
    const found = regressions(run(total), baseline);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('has a single trace that got much worse', () => {
    expect(regressions(run({}, { hitRate: 0.68 }), baseline)).toEqual([]);
    expect(regressions(run({}, { hitRate: 0.66 }), baseline)[0]).toContain('pool: hit rate 0.7 → 0.66');
  });

  it('has what once cost nothing', () => {
    const free = baselineOf(run({ foregroundTokens: 0 }));
    expect(regressions(run({ foregroundTokens: 0.1 }), free)[0]).toContain('0 → 0.1');
    expect(regressions(run({ foregroundTokens: 0 }), free)).toEqual([]);
  });
});

describe('differentTraces', () => {
  it('names what cannot be compared', () => {
    expect(differentTraces(run(), baseline)).toEqual([]);
    const now = {
      ...run(),
      hashes: new Map([
        ['pool', 'def'],
        ['new', 'x'],
      ]),
    };
    const then = { ...baseline, traces: { ...baseline.traces, old: { ...usual, hash: 'y' } } };
    expect(differentTraces(now, then).map((message) => message.slice(0, 27))).toEqual([
      'pool is another trace than ',
      'new is not in the baseline.',
      'old is in the baseline, but',
    ]);
  });
});

describe('parseBaseline', () => {
  it('reads what was written', () => {
    expect(parseBaseline(JSON.stringify(baseline), 'file')).toEqual(baseline);
  });

  it.each(['', '{}', '{"total":{"hitRate":1}}', JSON.stringify({ total: usual, traces: { a: 1 } })])(
    'refuses %j',
    (content) => {
      expect(() => parseBaseline(content, 'file')).toThrow('file is not a baseline');
    },
  );
});

describe('the report', () => {
  it('has a line for each trace, for all and for the baseline', () => {
    const lines = formatGuard(run({ hitRate: 0.8 }), baseline).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^pool +150 +0\.50 +5\.00 +70\.0 % +20\.0 %$/);
    expect(lines[2]).toMatch(/^all .* 80\.0 %/);
    expect(lines[3]).toMatch(/^baseline .* 70\.0 %/);
  });

  it('says what got better by more than the tolerance', () => {
    expect(gains(run({ hitRate: 0.704, allTokens: 4 }), baseline)).toEqual(['all tokens a keystroke 5 → 4']);
    expect(guarded).toHaveLength(4);
  });
});

describe('verdictOf', () => {
  it('says nothing where nothing changed, and what got better', () => {
    expect(verdictOf(run(), [], baseline)).toEqual({ details: [], problem: undefined });
    const { details, problem } = verdictOf(run({ allTokens: 4 }), [], baseline);
    expect(details[0]).toContain('Better than the baseline: all tokens a keystroke 5 → 4');
    expect(problem).toBeUndefined();
  });

  it('says what got worse, and how to accept it', () => {
    const { details, problem } = verdictOf(run({ hitRate: 0.5 }), [], baseline);
    expect(details).toHaveLength(1);
    expect(problem).toMatch(/^Worse than .* --update\.$/);
  });

  it('fails for a question without an answer, and tells what seems worse', () => {
    const { details, problem } = verdictOf(run({ hitRate: 0.5 }), Array<string>(10).fill('  if ('), baseline);
    expect(problem).toMatch(/^10 questions to the engine have no recorded answer.*--record/);
    expect(details[0]).toContain('hit rate 0.7 → 0.5');
    expect(details[1]).toBe('Asked, and not recorded: after "if (".');
    expect(details.at(-1)).toBe('… and 2 more.');
  });

  it('fails first for other traces, which explain the rest', () => {
    const other = { ...run({ hitRate: 0.5 }), hashes: new Map([['pool', 'def']]) };
    expect(verdictOf(other, ['if ('], baseline).problem).toContain('The traces are not those of');
  });
});
