import { instantProfile } from '../replay/costProfile';
import type { Taken } from '../replay/acceptingTypist';
import type { Part } from '../replay/parts';
import type { ReplayReport } from '../replay/report';
import { RequestKinds, type RequestWatcher } from '../replay/requestKinds';
import { traceScript } from '../replay/script';
import { type ReplayedEngine, runScript, type SessionSettings } from '../replay/session';
import type { TracesClock } from './arguments';
import type { LiveCheck } from './liveCheck';
import type { PlayedTrace } from './pace';
import type { ReuseCheck } from './reuseCheck';
import { type TraceFigures, type TracesReport, figuresOf, totalOf } from './tracesReport';
import { TracesTotal } from './tracesTotal';

export interface TracesOptions {
  /** Checks answers of each trace after it; it changes no figure. */
  readonly live?: LiveCheck | undefined;
  /** Checks hits of each trace after it, likewise. */
  readonly reuse?: ReuseCheck | undefined;
  /** What of suggestions is taken where that saves keys; nothing where absent. */
  readonly taken?: Taken | undefined;
  /** By default the cost profile's. In real time, the engine does its background work by itself. */
  readonly clock?: TracesClock;
  /** Parts of the pipeline that it does without; none where absent. */
  readonly without?: ReadonlySet<Part>;
}

/**
 * Replays traces one after the other in one engine, which forgets everything before each of them. Throws a HearthError
 * for an engine that fails, or a trace that does not end in the text it should.
 */
export async function replayTraces(
  traces: AsyncIterable<PlayedTrace>,
  engine: ReplayedEngine,
  onTrace: (figures: TraceFigures) => void = () => undefined,
  { live, reuse, taken, clock = 'profile', without = new Set() }: TracesOptions = {},
): Promise<TracesReport> {
  const replayed = live?.watch(engine) ?? engine;
  const total = new TracesTotal();
  const figures: TraceFigures[] = [];
  let last: ReplayReport | undefined;
  for await (const { name, trace, finalTexts } of traces) {
    await replayed.clear();
    const kinds = new RequestKinds();
    const script = traceScript(name, trace, finalTexts, taken);
    last = await runScript(script, settingsFor(clock, without), replayed, total, both(kinds, reuse));
    await live?.check({ name, finalTexts });
    await reuse?.check();
    const ofTrace = figuresOf(name, last, kinds);
    figures.push(ofTrace);
    onTrace(ofTrace);
  }
  return {
    model: last?.engine.model ?? null,
    layout: last?.setup.layout ?? null,
    traces: figures,
    clock,
    without: [...without],
    total: totalOf(total.metrics(), figures),
    times: total.times(),
    ...(live && { live: live.report() }),
    ...(reuse && { reuse: reuse.report() }),
  };
}

function both(kinds: RequestKinds, reuse: ReuseCheck | undefined): RequestWatcher {
  if (reuse === undefined) return kinds;
  return {
    asked: (event, document, suggestion, cursorBefore) => {
      const counted = kinds.asked(event, document, suggestion, cursorBefore);
      const looked = reuse.asked(event, document);
      return (outcome) => {
        counted(outcome);
        looked(outcome);
      };
    },
  };
}

function settingsFor(clock: TracesClock, without: ReadonlySet<Part>): SessionSettings {
  return {
    realtime: clock === 'real',
    kv: true,
    cache: true,
    engine: { threads: 0 },
    without,
    ...(clock === 'none' && { profile: instantProfile }),
  };
}
