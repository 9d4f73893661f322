import { beginningOf, type PlayedTrace } from '../traces/pace';
import type { RunRecord } from './runRecord';
import { answerFiguresOf } from './truth';

/**
 * The runs, with what their answers were worth worked out once more from the texts that were shown, so that all are judged by the
 * same rules, however old they are. A run of which the texts were not kept, or whose trace is not among these, stays as it is.
 */
export function rescored(
  records: readonly RunRecord[],
  traces: readonly PlayedTrace[],
): readonly RunRecord[] {
  const byName = new Map(traces.map((trace) => [trace.name, trace]));
  return records.map((record) => {
    const trace = byName.get(record.trace);
    if (!trace || !record.texts) return record;
    const shown = new Map(record.texts.map(({ event, ...text }) => [event, text]));
    const answers = answerFiguresOf(beginningOf(trace, record.keys), trace.finalTexts, shown);
    return { ...record, figures: { ...record.figures, ...answers } };
  });
}
