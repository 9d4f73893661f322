import { MetricsRecorder } from '../../src/completion/metricsRecorder';
import type { ReplayReport } from '../replay/report';
import { traceScript } from '../replay/script';
import { type ReplayedEngine, runScript } from '../replay/session';
import type { GeneratedTrace } from './generate';
import { type TraceFigures, type TracesReport, figuresOf, totalOf } from './tracesReport';

const settings = { realtime: false, kv: true, cache: true, engine: { threads: 0 } } as const;

/**
 * Replays traces one after the other in one engine, which forgets everything before each of them, by the cost
 * profile. Throws a HearthError for an engine that fails, or a trace that does not end in the text it should.
 */
export async function replayTraces(
  traces: AsyncIterable<GeneratedTrace>,
  engine: ReplayedEngine,
  onTrace: (figures: TraceFigures) => void = () => undefined,
): Promise<TracesReport> {
  const total = new MetricsRecorder();
  const figures: TraceFigures[] = [];
  let last: ReplayReport | undefined;
  for await (const { name, trace, finalTexts } of traces) {
    await engine.clear();
    last = await runScript(traceScript(name, trace, finalTexts), settings, engine, total);
    const ofTrace = figuresOf(name, last);
    figures.push(ofTrace);
    onTrace(ofTrace);
  }
  return {
    model: last?.engine.model ?? null,
    layout: last?.setup.layout ?? null,
    traces: figures,
    total: totalOf(total.snapshot(), figures),
  };
}
