import { spread } from '../../engine/statistics';
import type { ContenderName } from '../contenders';
import type { Study } from '../plan';
import type { TextOrigin } from '../played';
import type { RunRecord } from '../runRecord';
import type { RunFigures } from '../runFigures';
import type { ContextName } from '../sizes';

/** The figures of one contender over traces: the mean over the traces of each trace's own mean, unless it says otherwise. */
export interface Summary {
  readonly contender: ContenderName;
  readonly traces: number;
  readonly keystrokes: number;
  /** Of requests for which the model was asked, without the first of each document; prompt tokens. */
  readonly foregroundARequest: number;
  /** Prompt tokens a keystroke: while somebody waited without first requests, otherwise, and all together. */
  readonly foregroundAKey: number;
  readonly backgroundAKey: number;
  readonly totalAKey: number;
  readonly generatedAKey: number;
  /** Tokens of a prompt. */
  readonly promptTokens: number;
  /** Share of the requests for which the model was not asked, 0 … 1. */
  readonly withoutModel: number;
  /** In ms, of requests for which the model was asked, without the first of each document. */
  readonly firstTokenMs: number;
  /** In ms, over the texts of all traces together. */
  readonly textP50: number;
  readonly textP95: number;
  readonly cpuSecondsA1000Keys: number;
  /** The most of any trace. */
  readonly peakBytes: number;
  /** Over all traces together: shown ÷ requests, right ÷ judged, and keystrokes saved ÷ keystrokes. */
  readonly shown: number;
  readonly right: number | null;
  readonly judged: number;
  readonly savedByLines: number;
  readonly savedByWords: number;
}

/** Which runs a table is of. */
export interface Selection {
  readonly study: Study;
  readonly context: ContextName;
}

/** The runs that a table is of, by contender, and only of those traces that all of `together` have played. */
export function selectRuns(
  runs: readonly RunRecord[],
  { study, context }: Selection,
  together: readonly ContenderName[],
): ReadonlyMap<ContenderName, readonly RunRecord[]> {
  const fitting = runs.filter((run) => run.study === study && run.context === context);
  const played = (contender: ContenderName, trace: string): RunRecord | undefined =>
    fitting.find((run) => run.contender === contender && run.trace === trace);
  const traces = [...new Set(fitting.map(({ trace }) => trace))].filter((trace) =>
    together.every((contender) => played(contender, trace)),
  );
  return new Map(
    together.map((contender) => [contender, traces.flatMap((trace) => played(contender, trace) ?? [])]),
  );
}

export function summaryOf(contender: ContenderName, runs: readonly RunRecord[]): Summary {
  const all = runs.map(({ figures }) => figures);
  const mean = (of: (figures: RunFigures) => number): number => meanOf(all.map(of));
  const sum = (of: (figures: RunFigures) => number): number =>
    all.reduce((total, each) => total + of(each), 0);
  const texts = all.flatMap(({ textMs }) => Object.values(textMs).flat());
  const times = texts.length === 0 ? undefined : spread(texts);
  const saved = (taken: 'savedByLines' | 'savedByWords'): number =>
    sum((run) => run[taken].characters - run[taken].keysPressed) / sum((run) => run[taken].characters);
  const judged = sum((run) => run.judged);
  return {
    contender,
    traces: runs.length,
    keystrokes: sum((run) => run.keystrokes),
    foregroundARequest: mean((run) => run.foreground / Math.max(1, run.firstTokenMs.length)),
    foregroundAKey: mean((run) => run.foreground / run.keystrokes),
    backgroundAKey: mean((run) => run.background / run.keystrokes),
    totalAKey: mean((run) => (run.foreground + run.first + run.background) / run.keystrokes),
    generatedAKey: mean((run) => run.generated / run.keystrokes),
    promptTokens: mean((run) => run.prompts / Math.max(1, run.modelRequests)),
    withoutModel: 1 - sum((run) => run.modelRequests) / sum((run) => run.requests),
    firstTokenMs: meanOf(
      all.filter((run) => run.firstTokenMs.length > 0).map((run) => meanOf(run.firstTokenMs)),
    ),
    textP50: times?.p50 ?? NaN,
    textP95: times?.p95 ?? NaN,
    cpuSecondsA1000Keys: mean((run) => (1000 * run.cpuSeconds) / run.keystrokes),
    peakBytes: Math.max(...all.map((run) => run.peakBytes)),
    shown: sum((run) => run.shown) / sum((run) => run.requests),
    right: judged === 0 ? null : sum((run) => run.right) / judged,
    judged,
    savedByLines: saved('savedByLines'),
    savedByWords: saved('savedByWords'),
  };
}

/** Time to text in ms, by where the text came from, over all runs together. */
export function textTimes(runs: readonly RunRecord[]): readonly {
  readonly origin: TextOrigin;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
}[] {
  const origins: readonly TextOrigin[] = [
    'typed-through',
    'cache',
    'joined',
    'warm',
    'cold',
    'client cache',
    'model',
  ];
  return origins.flatMap((origin) => {
    const times = runs.flatMap(({ figures }) => figures.textMs[origin] ?? []);
    if (times.length === 0) return [];
    const { p50, p95 } = spread(times);
    return [{ origin, count: times.length, p50, p95 }];
  });
}

export function meanOf(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
