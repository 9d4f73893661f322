import { MetricsRecorder } from '../../../src/completion/metricsRecorder';
import type { HearthState } from '../../../src/editor/hearthState';
import type { ModelInfo } from '../../../src/engine/port';
import { engineStats } from '../../support/engineStats';
import { warmCost } from '../../support/scriptedEngine';

export const sampleModel: ModelInfo = {
  name: 'Starter',
  path: '/models/starter.gguf',
  fileBytes: 100_000_000,
  layout: 'anchored',
  contextTokens: 4096,
  sequences: 4,
  kvBytes: 200_000_000,
  threads: 3,
  gpu: false,
};

/** A state after seven hits and one warm answer, two of them accepted, or as `changes` say. */
export function sampleState(changes: Partial<HearthState> = {}): HearthState {
  const metrics = new MetricsRecorder(() => 0);
  metrics.keystroke();
  for (let hit = 0; hit < 7; hit++) {
    metrics.record({
      kind: 'answer',
      origin: 'typed-through',
      text: 'x',
      replaceAfter: 0,
      timeToTextMs: 0.4,
    });
  }
  metrics.record({
    kind: 'answer',
    origin: 'warm',
    text: 'x',
    replaceAfter: 0,
    timeToTextMs: 120,
    cost: { ...warmCost, reusedTokens: 97, evaluatedTokens: 3 },
  });
  for (let shown = 0; shown < 8; shown++) metrics.suggestionShown();
  for (const [id, end] of (['accepted', 'accepted', 'partly', 'dismissed'] as const).entries()) {
    metrics.suggestionEnded(end, id);
  }
  metrics.textAccepted(90);
  metrics.textAged(40, 30);
  return {
    metrics: metrics.snapshot(),
    cache: { entries: 12, maxEntries: 1000, bytes: 3_100, maxBytes: 8_000_000 },
    engine: { state: 'ready', model: sampleModel },
    engineStats: engineStats({ rssBytes: 312_000_000, backgroundTokens: 40, processId: 7 }),
    restarts: 0,
    isBusy: false,
    off: undefined,
    keepsPlaces: false,
    settingProblems: [],
    otherProviders: [],
    recording: undefined,
    lastOutcome: undefined,
    metricsProblem: undefined,
    ...changes,
  };
}

/** A state before the first request. */
export function freshState(changes: Partial<HearthState> = {}): HearthState {
  return sampleState({
    metrics: new MetricsRecorder(() => 0).snapshot(),
    engine: { state: 'unloaded' },
    engineStats: undefined,
    ...changes,
  });
}
