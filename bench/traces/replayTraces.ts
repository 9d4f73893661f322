import { MetricsRecorder } from '../../src/completion/metricsRecorder';
import type { OpenDocuments } from '../replay/openDocuments';
import type { ReplayReport } from '../replay/report';
import { RequestKinds } from '../replay/requestKinds';
import { traceScript } from '../replay/script';
import { type ReplayedEngine, runScript } from '../replay/session';
import type { ReplayEvent, Typist } from '../replay/typist';
import { AcceptingTypist } from './acceptingTypist';
import type { GeneratedTrace } from './generate';
import type { LiveCheck } from './liveCheck';
import { type TraceFigures, type TracesReport, figuresOf, totalOf } from './tracesReport';

const settings = { realtime: false, kv: true, cache: true, engine: { threads: 0 } } as const;

export interface TracesOptions {
  /** Checks answers of each trace after it; it changes no figure. */
  readonly live?: LiveCheck | undefined;
  /** Whether suggestions are taken where that saves keys. */
  readonly accepts?: boolean;
}

const acceptingTypist = (events: readonly ReplayEvent[], documents: OpenDocuments): Typist =>
  new AcceptingTypist(events, documents);

/**
 * Replays traces one after the other in one engine, which forgets everything before each of them, by the cost
 * profile. Throws a HearthError for an engine that fails, or a trace that does not end in the text it should.
 */
export async function replayTraces(
  traces: AsyncIterable<GeneratedTrace>,
  engine: ReplayedEngine,
  onTrace: (figures: TraceFigures) => void = () => undefined,
  { live, accepts = false }: TracesOptions = {},
): Promise<TracesReport> {
  const replayed = live?.watch(engine) ?? engine;
  const total = new MetricsRecorder();
  const figures: TraceFigures[] = [];
  let last: ReplayReport | undefined;
  for await (const { name, trace, finalTexts } of traces) {
    await replayed.clear();
    const kinds = new RequestKinds();
    const script = traceScript(name, trace, finalTexts, accepts ? acceptingTypist : undefined);
    last = await runScript(script, settings, replayed, total, kinds);
    await live?.check({ name, finalTexts });
    const ofTrace = figuresOf(name, last, kinds);
    figures.push(ofTrace);
    onTrace(ofTrace);
  }
  return {
    model: last?.engine.model ?? null,
    layout: last?.setup.layout ?? null,
    traces: figures,
    total: totalOf(total.snapshot(), figures),
    ...(live && { live: live.report() }),
  };
}
