import type { ModelInfo } from '../../src/engine/port';
import { type ReportHeader, reportHeader, type Row, rounded } from './report';
import { promptTokens, type RevisitRound } from './revisitRounds';
import { median } from './statistics';

/** Medians over the rounds of one way to get a place's first token. */
export interface Way {
  /** Tokens of the prompt that is answered in the end. */
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly evaluatedTokens: number;
  /** To the first token, in ms; of all requests that the way takes. */
  readonly firstTokenMs: number;
  readonly allFirstTokenMs: readonly number[];
}

export interface RevisitReport extends ReportHeader {
  readonly settings: { readonly tokens: number; readonly rounds: number };
  readonly cold: Way;
  readonly coldFresh: Way;
  readonly memory: Way;
  readonly snapshot: Way & {
    /** Rounds in which at least half of the prompt came from disk. */
    readonly restoredRounds: number;
    /** The largest file that each restart wrote, which is the place's state: median bytes. */
    readonly stateBytes: number;
    /** All that one restart wrote, headers and other places included: median bytes. */
    readonly savedBytes: number;
  };
  /** Medians of cold by medians of the other. */
  readonly ratios: {
    readonly coldToMemory: number;
    readonly coldToSnapshot: number;
    readonly coldFreshToMemory: number;
    readonly coldFreshToSnapshot: number;
  };
}

/** What a restart left on the disk, in bytes. */
export interface Saved {
  readonly largest: number;
  readonly all: number;
}

export function revisitReport(
  model: ModelInfo,
  settings: RevisitReport['settings'],
  rounds: readonly RevisitRound[],
  saved: readonly Saved[],
): RevisitReport {
  const cold = wayOf(rounds.map((round) => round.cold));
  const coldFresh = wayOf(rounds.map((round) => [round.coldFresh]));
  const memory = wayOf(rounds.map((round) => [round.memory]));
  const snapshot = wayOf(rounds.map((round) => [round.snapshot]));
  const isRestored = ({ snapshot: { reusedTokens, evaluatedTokens } }: RevisitRound): boolean =>
    reusedTokens >= evaluatedTokens;
  return {
    ...reportHeader('revisit', model),
    settings,
    cold,
    coldFresh,
    memory,
    snapshot: {
      ...snapshot,
      restoredRounds: rounds.filter(isRestored).length,
      stateBytes: median(saved.map(({ largest }) => largest)),
      savedBytes: median(saved.map(({ all }) => all)),
    },
    ratios: {
      coldToMemory: ratio(cold, memory),
      coldToSnapshot: ratio(cold, snapshot),
      coldFreshToMemory: ratio(coldFresh, memory),
      coldFreshToSnapshot: ratio(coldFresh, snapshot),
    },
  };
}

export function revisitTable({ settings, cold, coldFresh, memory, snapshot, ratios }: RevisitReport): Row[] {
  const row = (name: string, way: Way, times: number | ''): Row => [
    name,
    way.promptTokens,
    way.reusedTokens,
    way.evaluatedTokens,
    way.firstTokenMs,
    times,
  ];
  const megabytes = (bytes: number): number => rounded(bytes / 2 ** 20);
  return [
    ['first token at a place', 'prompt', 'reused', 'evaluated', 'ms (median)', 'cold takes × as long'],
    row('cold, the same text', cold, ''),
    row('cold, a fresh window', coldFresh, ''),
    row('revisited from memory', memory, ratios.coldToMemory),
    row('revisited from a snapshot', snapshot, ratios.coldToSnapshot),
    [`restored in ${snapshot.restoredRounds} of ${settings.rounds} rounds`],
    [
      `snapshot of the place: ${megabytes(snapshot.stateBytes)} MB; all saved: ${megabytes(snapshot.savedBytes)} MB`,
    ],
  ];
}

type Costs = RevisitRound['cold'];

function wayOf(rounds: readonly Costs[]): Way {
  const sums = (of: (cost: Costs[number]) => number): number[] =>
    rounds.map((costs) => costs.reduce((sum, cost) => sum + of(cost), 0));
  const times = sums((cost) => cost.firstTokenMs);
  return {
    promptTokens: median(rounds.map(promptTokens)),
    // What the first of two requests evaluated is not reused in the second: it was paid for.
    reusedTokens: median(rounds.map(([first]) => first?.reusedTokens ?? 0)),
    evaluatedTokens: median(sums((cost) => cost.evaluatedTokens)),
    firstTokenMs: rounded(median(times)),
    allFirstTokenMs: times.map((ms) => rounded(ms)),
  };
}

function ratio(slow: Way, fast: Way): number {
  return rounded(slow.firstTokenMs / Math.max(fast.firstTokenMs, 0.1));
}
