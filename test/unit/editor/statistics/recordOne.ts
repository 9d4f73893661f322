import type { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import { none, origins } from '../../../../src/completion/outcome';
import { EditableDocument } from '../../../support/editableDocument';
import { warmCost } from '../../../support/scriptedEngine';

const document = new EditableDocument('let |');

/** One key and its request, of every kind in turn, with an answer that becomes a suggestion and ends. */
export function recordOne(metrics: MetricsRecorder, index: number): void {
  metrics.keystroke();
  const ended = {
    request: { document, position: document.cursor, trigger: 'automatic' as const },
    ms: index % 700,
  };
  const origin = origins[index % 7];
  if (origin === undefined) {
    metrics.record(none('filtered', { filter: 'repeats', detail: `It was ${index}.` }), ended);
    return;
  }
  const cost =
    origin === 'warm' || origin === 'cold' ? { cost: { ...warmCost, evaluatedTokens: index % 40 } } : {};
  const answer = {
    kind: 'answer',
    origin,
    text: `text ${index}`,
    replaceAfter: 0,
    timeToTextMs: index % 700,
    ...cost,
  } as const;
  metrics.record(answer, ended);
  metrics.evicted('entries');
  metrics.suggestionShown();
  metrics.offered(answer, index);
  metrics.suggestionEnded('dismissed', index);
}
