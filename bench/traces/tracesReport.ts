import type { MetricsSnapshot } from '../../src/completion/metrics';
import type { LayoutName } from '../../src/engine/port';
import { type ReplayReport, type Spread, spreadOf } from '../replay/report';
import { type KindCount, type RequestKinds, sumOfEnds, sumOfKinds } from '../replay/requestKinds';
import type { TimeFigures } from '../replay/requestTimes';
import type { Part } from '../replay/parts';
import { type Row, layOut, percent } from '../replay/textTable';
import type { TracesClock } from './arguments';
import { formatKinds } from './kindTable';
import { type LiveReport, formatLiveReport } from './liveReport';
import type { ReuseReport } from './reuseCheck';
import { formatTimes } from './timeTable';

/** The figures of one trace, or of all; each is defined in `docs/architecture.md`, "Measures". */
export interface TraceFigures {
  readonly name: string;
  readonly keystrokes: number;
  readonly requests: number;
  readonly engineRequests: number;
  /** 0 … 1; null without a request. */
  readonly hitRate: number | null;
  /** Without cold requests. */
  readonly foregroundPerEngineRequest: Spread;
  /** Without cold requests. */
  readonly foregroundPerKeystroke: Spread;
  readonly coldTokens: number;
  readonly backgroundTokens: number;
  /** All prompt tokens that were evaluated, in the foreground and in the background. */
  readonly totalTokens: number;
  /** Requests by how they ended, and from where. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Requests while what was typed matched the suggestion on screen. */
  readonly following: KindCount;
  /** Requests where a deletion or an undo led back to a state that was answered before. */
  readonly seen: KindCount;
  /** Null where suggestions were not taken. */
  readonly accept: ReplayReport['accept'];
}

export interface TracesReport {
  readonly model: string | null;
  readonly layout: LayoutName | null;
  readonly clock: TracesClock;
  /** What the pipeline did without. */
  readonly without: readonly Part[];
  readonly traces: readonly TraceFigures[];
  /** Its distributions are over the requests and keystrokes of all traces together. */
  readonly total: TraceFigures;
  /** Of all traces together. */
  readonly times: TimeFigures;
  /** Absent where answers were not compared with those of a fresh prompt. */
  readonly live?: LiveReport;
  /** Absent where hits were not compared with fresh answers. */
  readonly reuse?: ReuseReport;
}

export function figuresOf(name: string, report: ReplayReport, kinds: RequestKinds): TraceFigures {
  const { keystrokes, requests, engineRequests, hitRate, kv } = report;
  return {
    name,
    keystrokes,
    requests,
    engineRequests,
    hitRate,
    foregroundPerEngineRequest: kv.foregroundPerEngineRequest,
    foregroundPerKeystroke: kv.foregroundPerKeystroke,
    coldTokens: kv.coldTokens,
    backgroundTokens: kv.backgroundTokens,
    totalTokens: kv.evaluatedTokens + kv.backgroundTokens,
    outcomes: Object.fromEntries(kinds.ends),
    following: kinds.following,
    seen: kinds.seen,
    accept: report.accept,
  };
}

/** `metrics` has counted everything in all traces. */
export function totalOf(metrics: MetricsSnapshot, traces: readonly TraceFigures[]): TraceFigures {
  const { keystrokes, requests, engineRequests, hitRate = null, kv } = metrics;
  const backgroundTokens = traces.reduce((sum, trace) => sum + trace.backgroundTokens, 0);
  return {
    name: 'total',
    keystrokes,
    requests,
    engineRequests,
    hitRate,
    foregroundPerEngineRequest: spreadOf(kv.foregroundPerEngineRequest),
    foregroundPerKeystroke: spreadOf(kv.foregroundPerKeystroke),
    coldTokens: kv.coldTokens,
    backgroundTokens,
    totalTokens: kv.evaluatedTokens + backgroundTokens,
    outcomes: sumOfEnds(traces.map((trace) => trace.outcomes)),
    following: sumOfKinds(traces.map((trace) => trace.following)),
    seen: sumOfKinds(traces.map((trace) => trace.seen)),
    accept: sumOfAccepts(traces.map((trace) => trace.accept)),
  };
}

function sumOfAccepts(accepts: readonly ReplayReport['accept'][]): ReplayReport['accept'] {
  const taken = accepts.filter((accept) => accept !== null);
  if (taken.length === 0) return null;
  const sum = (figure: 'accepted' | 'charsSaved' | 'characters'): number =>
    taken.reduce((total, accept) => total + accept[figure], 0);
  const [charsSaved, characters] = [sum('charsSaved'), sum('characters')];
  return {
    accepted: sum('accepted'),
    charsSaved,
    characters,
    keystrokesSaved: characters === 0 ? 0 : charsSaved / characters,
  };
}

/**
 * The report as text to read: tokens, and requests that should cost none, with one line a trace and the total; times;
 * then the comparison with fresh prompts, if any.
 */
export function formatTracesReport(report: TracesReport): string {
  const { model, layout, clock, without, traces, total, times, live, reuse } = report;
  const setup = layOut([
    ['model', model ?? 'none'],
    ['layout', layout ?? 'none'],
    ...(without.length > 0 ? [['without', without.join(', ')]] : []),
  ]);
  const heads: Row = [
    'trace',
    'keystrokes',
    'requests',
    'engine',
    'hit rate',
    'a request: mean',
    'p50',
    'p95',
    'max',
    'a keystroke: mean',
    'p50',
    'p95',
    'max',
    'cold',
    'background',
    'total',
  ];
  const note =
    'Foreground tokens an engine request and a keystroke leave out cold requests; "cold" counts those.';
  const table = layOut([heads, ...traces.map(rowOf), rowOf(total)]);
  const parts = [setup, table, note, formatKinds(traces, total), formatTimes(clock, times)];
  return [
    ...parts,
    ...(live ? [formatLiveReport(live)] : []),
    ...(reuse ? [layOut(reuseRows(reuse))] : []),
  ].join('\n\n');
}

function reuseRows({ hits, samples, same, differs, wrong }: ReuseReport): Row[] {
  const share = (count: number): string => percent(samples === 0 ? 0 : count / samples);
  return [
    ['hits', hits, ''],
    ['asked again of an empty engine', samples, ''],
    ['the same text, or its beginning', same, share(same)],
    ['another text that would be shown', differs, share(differs)],
    ['nothing would be shown', wrong, share(wrong)],
  ];
}

function rowOf(figures: TraceFigures): Row {
  const { name, keystrokes, requests, engineRequests, hitRate } = figures;
  const { coldTokens, backgroundTokens, totalTokens } = figures;
  return [
    name,
    keystrokes,
    requests,
    engineRequests,
    hitRate === null ? 'none' : percent(hitRate),
    ...cellsOf(figures.foregroundPerEngineRequest),
    ...cellsOf(figures.foregroundPerKeystroke),
    coldTokens,
    backgroundTokens,
    totalTokens,
  ];
}

function cellsOf({ mean, p50, p95, max }: Spread): Row {
  return [mean.toFixed(2), p50, p95, max];
}
