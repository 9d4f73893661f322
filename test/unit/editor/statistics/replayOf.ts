import type { MetricsSnapshot } from '../../../../src/completion/metrics';
import { MetricsRecorder } from '../../../../src/completion/metricsRecorder';
import { type CompletionOutcome, none } from '../../../../src/completion/outcome';
import type { PromptStrip, RequestRecord } from '../../../../src/editor/statistics/report';
import type { EngineCost } from '../../../../src/engine/port';

/** What a fresh recorder counts of recorded requests, the newest of which comes first. */
export function replayOf(records: readonly RequestRecord[]): MetricsSnapshot {
  const metrics = new MetricsRecorder(() => 0);
  const ends = new Map<number, RequestRecord['end']>();
  for (const record of records.toReversed()) {
    metrics.record(outcomeOf(record));
    if (record.suggestion !== null) ends.set(record.suggestion, record.end);
  }
  for (const [suggestion, end] of ends) {
    metrics.suggestionShown();
    if (end !== null) metrics.suggestionEnded(end, suggestion);
  }
  return metrics.snapshot();
}

function outcomeOf({ kind, origin, reason, characters, ms, strip }: RequestRecord): CompletionOutcome {
  const cost = strip === null ? {} : { cost: costOf(strip) };
  const whence = origin === null ? {} : { origin };
  if (kind === 'none') return none(reason ?? 'failed', { ...whence, ...cost });
  const text = 'x'.repeat(characters);
  return { kind, origin: origin ?? 'cold', text, replaceAfter: 0, timeToTextMs: ms, ...cost };
}

function costOf({ kept, evaluated, abandoned, healed, generated, cold }: PromptStrip): EngineCost {
  return {
    reusedTokens: kept,
    evaluatedTokens: evaluated,
    abandonedTokens: abandoned,
    healedTokens: healed,
    generatedTokens: generated,
    cold,
    queueMs: 0,
    firstTokenMs: 0,
    totalMs: 0,
    staleAnswers: 0,
    staleCharacters: 0,
  };
}
