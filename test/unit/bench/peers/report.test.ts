import { describe, expect, it } from 'vitest';
import type { ContenderName } from '../../../../bench/peers/contenders';
import { judge } from '../../../../bench/peers/report/claims';
import { formatReport } from '../../../../bench/peers/report/markdown';
import { plotContexts, plotCosts } from '../../../../bench/peers/report/plots';
import { selectRuns, summaryOf } from '../../../../bench/peers/report/summary';
import { differencesOf, type RunRecord } from '../../../../bench/peers/runRecord';
import type { RunFigures } from '../../../../bench/peers/runFigures';

const accept = { accepted: 0, charsSaved: 0, keysPressed: 10, characters: 10 };
const figures: RunFigures = {
  keystrokes: 10,
  requests: 10,
  modelRequests: 5,
  foreground: 4,
  first: 1_000,
  background: 200,
  prompts: 5_000,
  generated: 30,
  firstTokenMs: [20, 30, 40, 50],
  textMs: { cache: [1, 2], warm: [100] },
  cpuSeconds: 5,
  peakBytes: 400 * 1024 * 1024,
  shown: 8,
  judged: 4,
  right: 3,
  savedByLines: { ...accept, keysPressed: 6 },
  savedByWords: { ...accept, keysPressed: 5 },
};

function run(contender: ContenderName, trace: string, changed: Partial<RunFigures> = {}): RunRecord {
  return {
    ...{ study: 'traces', context: '2000', contender, trace, keys: 10, tokens: 16, threads: 2 },
    ...{ date: '2026-11-26', machine: 'two cores', figures: { ...figures, ...changed } },
  };
}

const infill = { foreground: 5_000, first: 2_000, background: 0, firstTokenMs: [500, 500], cpuSeconds: 100 };
const model = {
  name: 'some-model',
  file: '/m/some-model.gguf',
  isThere: true,
  depth: 'whole',
  knowsPlainOrder: true,
} as const;

describe('a summary', () => {
  it('has the mean of the traces’ means, whatever their length', () => {
    const runs = [
      run('Hearth', 'a'),
      run('Hearth', 'b', { keystrokes: 20, foreground: 40, firstTokenMs: [10] }),
    ];
    const summary = summaryOf('Hearth', runs);
    expect(summary.foregroundAKey).toBeCloseTo((0.4 + 2) / 2);
    expect(summary.foregroundARequest).toBeCloseTo((1 + 40) / 2);
    expect(summary.totalAKey).toBeCloseTo((120.4 + 62) / 2);
    expect(summary.firstTokenMs).toBeCloseTo((35 + 10) / 2);
    expect(summary.cpuSecondsA1000Keys).toBeCloseTo((500 + 250) / 2);
    expect(summary).toMatchObject({
      right: 0.75,
      judged: 8,
      savedByLines: 0.4,
      savedByWords: 0.5,
      textP50: 2,
    });
  });

  it('is of traces that all contenders have played', () => {
    const runs = [run('Hearth', 'a'), run('Hearth', 'b'), run('/infill', 'b')];
    const selected = selectRuns(runs, { study: 'traces', context: '2000' }, ['Hearth', '/infill']);
    expect([...selected.values()].map((own) => own.map(({ trace }) => trace))).toEqual([['b'], ['b']]);
  });
});

describe('a claim', () => {
  it('is met where the peer’s figure is as many times as large, and says on how many traces Hearth is ahead', () => {
    const verdicts = judge(
      '/infill',
      [run('Hearth', 'a'), run('Hearth', 'b', { cpuSeconds: 200 })],
      [run('/infill', 'a', infill), run('/infill', 'b', infill)],
    );
    const cpu = verdicts.find(({ claim }) => claim.name.startsWith('CPU'));
    expect(cpu).toMatchObject({ isMet: false, ahead: 1, traces: 2 });
    expect(cpu?.ratio).toBeCloseTo(100 / 102.5);
    const foreground = verdicts.find(
      ({ claim }) => claim.name.endsWith('a keystroke') && claim.factor === 20,
    );
    expect(foreground).toMatchObject({ isMet: true, ahead: 2 });
    expect(foreground?.ratio).toBeCloseTo(1_250);
  });
});

describe('the report', () => {
  const runs = [
    ...['a', 'b'].flatMap((trace) => [
      run('Hearth', trace),
      run('/infill', trace, infill),
      run('LlamaCompletion', trace, { ...infill, foreground: 40 }),
    ]),
  ];

  it('says what is met, what is not, and which models are missing', () => {
    const text = formatReport([
      { model, runs },
      { model: { ...model, name: 'other-model', file: '/m/other.gguf', isThere: false }, runs: [] },
    ]);
    expect(text).toContain(
      '| foreground prompt tokens a keystroke, against /infill | 0.4 | 500 | 1,250 × | 20 × | met | 2 of 2 |',
    );
    expect(text).toMatch(/foreground prompt tokens a keystroke, against LlamaCompletion .* \*\*not met\*\*/);
    expect(text).toContain('Not measured: there was no `other.gguf`.');
    expect(text).not.toContain('NaN');
  });

  it('says by how many keystrokes saved over whole lines', () => {
    const longer = (contender: ContenderName, changed: Partial<RunFigures> = {}): RunRecord => ({
      ...run(contender, 'a', changed),
      ...{ study: 'lines', context: '500', keys: 80 },
    });
    const text = formatReport([
      {
        model,
        runs: [
          ...runs,
          longer('Hearth'),
          longer('/infill', { savedByLines: { ...accept, keysPressed: 7 } }),
          longer('LlamaCompletion', { savedByWords: { ...accept, keysPressed: 5 } }),
        ],
      },
    ]);
    expect(text).toContain('the first 80 edits of 1 trace,');
    expect(text).toContain('- More keystrokes saved than with /infill, by lines: 40.0 % against 30.0 %: met');
    expect(text).toContain('by words too: 50.0 % against 50.0 %: **not met**');
  });

  it('has plots of every contender', () => {
    const summaries = [...selectRuns(runs, { study: 'traces', context: '2000' }, ['Hearth', '/infill'])].map(
      ([name, own]) => summaryOf(name, own),
    );
    const [costs, contexts] = [
      plotCosts('some-model', summaries),
      plotContexts('some-model', runs, ['Hearth', '/infill']),
    ];
    for (const picture of [costs, contexts]) {
      expect(picture).toContain('Hearth');
      expect(picture).toContain('/infill');
    }
  });
});

describe('two runs', () => {
  it('are the same where all counts are, whatever their times', () => {
    expect(differencesOf(figures, { ...figures, cpuSeconds: 7, firstTokenMs: [1] })).toEqual([]);
    expect(differencesOf(figures, { ...figures, background: 201 })).toEqual(['background 200 and then 201']);
    expect(differencesOf(figures, { ...figures, generated: 31 })).toEqual(['generated 30 and then 31']);
  });
});
