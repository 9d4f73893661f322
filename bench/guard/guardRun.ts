import { traceScript } from '../replay/script';
import { type ReplayedEngine, runScript, type SessionSettings } from '../replay/session';
import type { ReplayReport } from '../replay/report';
import type { GuardedTrace } from './guardTraces';

/** What is guarded of one trace, or of all together; defined in `docs/architecture.md`, "Measures". */
export interface GuardFigures {
  readonly keystrokes: number;
  /** Mean foreground tokens a keystroke, cold requests left out. */
  readonly foregroundTokens: number;
  /** All prompt tokens that were evaluated, cold and in the background too, a keystroke. */
  readonly allTokens: number;
  /** 0 … 1. */
  readonly hitRate: number;
  /** 0 … 1: 1 − edits ÷ edits of the trace, of a typist who takes what is right. */
  readonly keystrokesSaved: number;
}

const settings: SessionSettings = { realtime: false, kv: true, cache: true, engine: { threads: 0 } };

/** What a figure is computed from, of one trace; sums of these give those of all. */
interface Counts {
  readonly keystrokes: number;
  readonly foreground: number;
  readonly evaluated: number;
  readonly requests: number;
  readonly hits: number;
  readonly saved: number;
  readonly characters: number;
}

/** Figures of each trace by its name, and of all. */
export interface GuardRun {
  readonly traces: ReadonlyMap<string, GuardFigures>;
  readonly hashes: ReadonlyMap<string, string>;
  readonly total: GuardFigures;
}

/**
 * Replays each trace twice, as it is and with a typist who takes suggestions, in an engine that forgets everything
 * before each. Rejects with a HearthError.
 */
export async function runGuard(
  traces: AsyncIterable<GuardedTrace>,
  engine: ReplayedEngine,
  onTrace: (name: string) => void = () => undefined,
): Promise<GuardRun> {
  const counts = new Map<string, Counts>();
  const hashes = new Map<string, string>();
  for await (const trace of traces) {
    const typed = await replayed(trace, engine, false);
    const taken = await replayed(trace, engine, true);
    counts.set(trace.name, countsOf(typed, taken));
    hashes.set(trace.name, trace.hash);
    onTrace(trace.name);
  }
  return {
    traces: new Map([...counts].map(([name, each]) => [name, figuresOf(each)])),
    hashes,
    total: figuresOf(sumOf([...counts.values()])),
  };
}

/** Replays a trace with the completion cache always empty: every place that a change could ask about is then asked about. */
export async function askEverywhere(trace: GuardedTrace, engine: ReplayedEngine): Promise<void> {
  await replayed(trace, engine, false, { ...settings, without: new Set(['cache']) });
}

async function replayed(
  { name, trace, finalTexts }: GuardedTrace,
  engine: ReplayedEngine,
  accepts: boolean,
  how = settings,
): Promise<ReplayReport> {
  await engine.clear();
  return runScript(traceScript(name, trace, finalTexts, accepts ? 'lines' : undefined), how, engine);
}

function countsOf({ keystrokes, requests, hitRate, kv }: ReplayReport, taken: ReplayReport): Counts {
  return {
    keystrokes,
    foreground: kv.foregroundPerKeystroke.mean * keystrokes,
    evaluated: kv.evaluatedTokens + kv.backgroundTokens,
    requests,
    hits: (hitRate ?? 0) * requests,
    saved: taken.accept?.charsSaved ?? 0,
    characters: taken.accept?.characters ?? 0,
  };
}

function sumOf(counts: readonly Counts[]): Counts {
  const sum = (figure: keyof Counts): number => counts.reduce((total, each) => total + each[figure], 0);
  return {
    keystrokes: sum('keystrokes'),
    foreground: sum('foreground'),
    evaluated: sum('evaluated'),
    requests: sum('requests'),
    hits: sum('hits'),
    saved: sum('saved'),
    characters: sum('characters'),
  };
}

function figuresOf({
  keystrokes,
  foreground,
  evaluated,
  requests,
  hits,
  saved,
  characters,
}: Counts): GuardFigures {
  return {
    keystrokes,
    foregroundTokens: ratio(foreground, keystrokes),
    allTokens: ratio(evaluated, keystrokes),
    hitRate: ratio(hits, requests),
    keystrokesSaved: ratio(saved, characters),
  };
}

/** To four decimals, so that a baseline is readable and the order of additions does not show. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}
