import { sliceMs } from '../../src/engine/host/sliceSize';
import type { EngineCost, ModelInfo } from '../../src/engine/port';
import type { Calibration, KeyDuringPrefill } from './preemptRounds';
import { type ReportHeader, reportHeader, type Row, rounded } from './report';
import { spread, type Spread } from './statistics';

/** Keys in one condition; times in ms, p50, p95 and maximum. */
export interface Keys {
  readonly keys: number;
  readonly firstTokenMs: Spread;
  readonly queueMs: Spread;
  /** Foreground tokens of a key: the two conditions compare only where these are alike. */
  readonly evaluatedTokens: Spread;
}

export interface PreemptReport extends ReportHeader {
  readonly settings: { readonly rounds: number };
  readonly prefill: { readonly tokens: number; readonly ms: number };
  readonly slice: {
    /** What a slice is sized to take at most. */
    readonly designMs: number;
    readonly ms: Spread;
    readonly tokens: Spread;
    readonly seen: number;
  };
  readonly quiet: Keys;
  readonly duringPrefill: Keys;
  /** Keys that came when the far place was prepared already; they are not counted. */
  readonly tooLate: number;
  readonly difference: { readonly firstTokenP50Ms: number; readonly firstTokenP95Ms: number };
  /** Share of the keys during prefill that waited no longer than the longest slice that was seen. */
  readonly withinOneSlice: number;
}

export function preemptReport(
  model: ModelInfo,
  { slices, prefillTokens, prefillMs }: Calibration,
  quietCosts: readonly EngineCost[],
  keys: readonly KeyDuringPrefill[],
): PreemptReport {
  const during = keys.filter(({ isDuring }) => isDuring).map(({ cost }) => cost);
  const quiet = keysOf(quietCosts);
  const duringPrefill = keysOf(during);
  const sliceTimes = spread(slices.map(({ ms }) => ms));
  const within = during.filter(({ queueMs }) => queueMs <= sliceTimes.max).length;
  return {
    ...reportHeader('preempt', model),
    settings: { rounds: quietCosts.length },
    prefill: { tokens: prefillTokens, ms: rounded(prefillMs) },
    slice: {
      designMs: sliceMs,
      ms: shown(sliceTimes),
      tokens: spread(slices.map(({ tokens }) => tokens)),
      seen: slices.length,
    },
    quiet,
    duringPrefill,
    tooLate: keys.length - during.length,
    difference: {
      firstTokenP50Ms: rounded(duringPrefill.firstTokenMs.p50 - quiet.firstTokenMs.p50),
      firstTokenP95Ms: rounded(duringPrefill.firstTokenMs.p95 - quiet.firstTokenMs.p95),
    },
    withinOneSlice: during.length === 0 ? 0 : rounded(within / during.length, 3),
  };
}

export function preemptTable(report: PreemptReport): Row[] {
  const { quiet, duringPrefill, difference, slice, prefill, tooLate } = report;
  const row = (name: string, { keys, firstTokenMs, queueMs }: Keys): Row => [
    name,
    keys,
    firstTokenMs.p50,
    firstTokenMs.p95,
    queueMs.p50,
    queueMs.p95,
    queueMs.max,
  ];
  return [
    ['a key at a warm place, ms', 'keys', 'first p50', 'p95', 'queue p50', 'p95', 'max'],
    row('nothing in the background', quiet),
    row('during a background prefill', duringPrefill),
    ['difference', '', difference.firstTokenP50Ms, difference.firstTokenP95Ms],
    [`slices: ${slice.ms.p50} ms p50, ${slice.ms.p95} p95, ${slice.ms.max} max; sized for ${slice.designMs}`],
    [`a far place: ${prefill.tokens} tokens in ${prefill.ms} ms; ${tooLate} keys came too late to meet one`],
    [`waited one slice at most: ${rounded(report.withinOneSlice * 100)} % of the keys during a prefill`],
  ];
}

function keysOf(costs: readonly EngineCost[]): Keys {
  return {
    keys: costs.length,
    firstTokenMs: shown(spread(costs.map(({ firstTokenMs }) => firstTokenMs))),
    queueMs: shown(spread(costs.map(({ queueMs }) => queueMs))),
    evaluatedTokens: spread(costs.map(({ evaluatedTokens }) => evaluatedTokens)),
  };
}

function shown({ p50, p95, max }: Spread): Spread {
  return { p50: rounded(p50), p95: rounded(p95), max: rounded(max) };
}
